package dev.gateway.postgres.membership;

import dev.gateway.core.concurrent.SupervisedLoop;
import dev.gateway.core.journal.JournalException;
import dev.gateway.postgres.connection.ConnectionUse;
import dev.gateway.postgres.connection.Database;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The thread with the connection for everything but beats. It runs the standing duties, and what
 * other threads ask for, one statement after the other.
 */
final class ControlLoop {

    private static final Duration RECONNECT_PAUSE = Duration.ofMillis(200);
    private static final Duration CALL_LIMIT = Duration.ofSeconds(10);
    private static final Duration SILENT = Duration.ofMillis(500);
    private static final Work<Object> NOTHING = connection -> null;

    private final BlockingQueue<Call<?>> calls = new LinkedBlockingQueue<>();
    private final SupervisedLoop loop =
            new SupervisedLoop("cluster-control", this::round, this::wake);
    private final Database database;
    private final ConnectionUse use;
    private final Duties duties;
    private volatile Connection connection;
    private volatile long busySince;

    /** Work on the connection. */
    @FunctionalInterface
    interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    /** The standing duties, before each piece of work and at least that often. */
    interface Duties {

        /** Begins anew on a new connection. */
        void connected(Connection connection) throws SQLException;

        /** Does what is due. */
        void run(Connection connection) throws SQLException;

        /** Returns the time until something is due. */
        Duration untilDue();

        /** Takes note of a failure, after which there is a new connection. */
        void failed(SQLException failure);
    }

    private record Call<T>(Work<T> work, CompletableFuture<T> result) {

        void run(Connection connection) throws SQLException {
            try {
                result.complete(work.on(connection));
            } catch (SQLException | RuntimeException e) {
                result.completeExceptionally(e);
                throw e;
            }
        }
    }

    ControlLoop(Database database, ConnectionUse use, Duties duties) {
        this.database = database;
        this.use = use;
        this.duties = duties;
    }

    /** Starts the thread with a first connection, which is its own from now on. */
    void start(Connection first) {
        connection = first;
        loop.start();
    }

    /** Has the duties run at once. */
    void wake() {
        calls.add(new Call<>(NOTHING, new CompletableFuture<>()));
    }

    /**
     * Does some work, and waits for it.
     *
     * @throws IOException if it failed, or could not be done within some seconds; its effect is
     *     then not known
     */
    <T> T call(Work<T> work) throws IOException, InterruptedException {
        return call(work, CALL_LIMIT);
    }

    <T> T call(Work<T> work, Duration limit) throws IOException, InterruptedException {
        var call = new Call<>(work, new CompletableFuture<T>());
        calls.add(call);
        if (loop.isStopped()) {
            refuse(call);
        }
        try {
            return call.result.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new JournalException(
                    JournalException.Kind.PASSING,
                    database.config().address() + " does not answer in time.",
                    e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof SQLException failure
                    ? database.failure(failure)
                    : new IOException("a step in the database failed, see the log", e.getCause());
        }
    }

    /**
     * Gives up a connection that does not answer although the database does: what was lost on the
     * way does not come.
     */
    void abandonSilent() {
        long since = busySince;
        if (since != 0 && System.nanoTime() - since > SILENT.toNanos()) {
            close(connection);
        }
    }

    /** Stops the thread, and waits a while for it. */
    void stop(Duration limit) throws InterruptedException {
        loop.stop();
        loop.thread().join(Math.max(1, limit.toMillis()));
        close(connection);
        calls.forEach(ControlLoop::refuse);
    }

    private static void refuse(Call<?> call) {
        if (call != null) {
            call.result.completeExceptionally(new SQLException("the journal is closed"));
        }
    }

    private void round() throws InterruptedException {
        Call<?> call = calls.poll(duties.untilDue().toNanos(), TimeUnit.NANOSECONDS);
        if (loop.isStopped()) {
            refuse(call);
            return;
        }
        busySince = System.nanoTime() | 1;
        try {
            if (connection == null) {
                connection = database.connect(use);
                duties.connected(connection);
            }
            duties.run(connection);
            if (call != null) {
                call.run(connection);
            }
            busySince = 0;
        } catch (SQLException e) {
            failed(call, e);
        } finally {
            if (call != null && !call.result.isDone()) {
                call.result.completeExceptionally(new SQLException("not done"));
            }
        }
    }

    private void failed(Call<?> call, SQLException failure) throws InterruptedException {
        busySince = 0;
        close(connection);
        connection = null;
        if (call != null) {
            call.result.completeExceptionally(failure);
        }
        // Their callers decide whether to wait; what is due stays due.
        for (Call<?> each = calls.poll(); each != null; each = calls.poll()) {
            each.result.completeExceptionally(failure);
        }
        duties.failed(failure);
        if (!loop.isStopped()) {
            TimeUnit.NANOSECONDS.sleep(RECONNECT_PAUSE.toNanos());
        }
    }

    private static void close(Connection connection) {
        if (connection != null) {
            try {
                connection.abort(Runnable::run);
            } catch (SQLException e) {
                // It is gone, which was the purpose.
            }
        }
    }
}

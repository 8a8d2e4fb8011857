package dev.gateway.postgres.attachment;

import dev.gateway.postgres.connection.ConnectionUse;
import dev.gateway.postgres.connection.Database;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A connection for one transaction at a time, opened when it is first needed and anew after a
 * failure. Thread-safe.
 */
final class TransferConnection {

    /** The wait for the transfers of other threads. */
    private static final Duration TURN = Duration.ofMinutes(1);

    private static final ConnectionUse USE = ConnectionUse.read("files");

    private final Database database;
    private final ReentrantLock turn = new ReentrantLock(true);
    private Connection open;
    private volatile boolean closed;

    TransferConnection(Database database) {
        this.database = database;
    }

    /** Runs a step in a transaction. */
    <T> T run(Step<T> step) throws IOException, InterruptedException {
        if (!turn.tryLock(TURN.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IOException("the database is busy with other files; try again");
        }
        try {
            if (closed) {
                throw new IOException("the journal is closed");
            }
            boolean done = false;
            try {
                Connection connection = connection();
                T result = step.run(connection);
                connection.commit();
                done = true;
                return result;
            } catch (SQLException e) {
                throw database.failure(e);
            } finally {
                if (!done) {
                    discard();
                }
            }
        } finally {
            turn.unlock();
        }
    }

    private Connection connection() throws SQLException {
        if (open == null) {
            open = database.connect(USE);
            open.setAutoCommit(false);
        }
        return open;
    }

    /** Closes the connection after a failure: whether it can still be used is not known. */
    private void discard() {
        Connection former = open;
        open = null;
        if (former != null) {
            try {
                former.close();
            } catch (SQLException e) {
                // It is gone.
            }
        }
    }

    /** Closes the connection when the transfer on it has ended. Idempotent. */
    void close() {
        closed = true;
        turn.lock();
        try {
            discard();
        } finally {
            turn.unlock();
        }
    }

    @FunctionalInterface
    interface Step<T> {
        T run(Connection connection) throws SQLException, IOException;
    }
}

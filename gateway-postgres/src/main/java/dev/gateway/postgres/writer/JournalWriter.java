package dev.gateway.postgres.writer;

import dev.gateway.core.concurrent.SupervisedLoop;
import dev.gateway.core.time.Deadline;
import dev.gateway.core.time.Durations;
import dev.gateway.postgres.connection.ConnectionUse;
import dev.gateway.postgres.connection.Database;
import dev.gateway.postgres.connection.DatabaseErrors;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One of the threads that write, with a connection of its own. Calls that arrive while it waits for
 * the database are carried out together: one statement for each kind of call. While the database is
 * away, calls wait for it, each for a limited time, and a caller that must not lose a call makes it
 * again; what may have been carried out before the line broke is asked for then.
 */
public final class JournalWriter {

    private static final Logger LOG = LoggerFactory.getLogger(JournalWriter.class);
    private static final int MAX_GROUP = 256;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration PATIENCE_AT_END = Duration.ofSeconds(2);

    /** The server keeps a statement from its second use on. */
    private static final int PREPARATIONS = 2;

    private static final Duration PAUSE = Duration.ofMillis(100);

    /** The time from which a statement counts as one that may never be answered. */
    private static final Duration LONG = Duration.ofMillis(500);

    /** The shortest time for the thread to end. */
    private static final Duration END_TIME = Duration.ofMillis(200);

    private final Database database;
    private final String name;
    private final TaskSteps steps;
    private final WriterUpkeep upkeep;
    private final BlockingQueue<Task<?>> queue = new LinkedBlockingQueue<>();
    private final SupervisedLoop loop;
    private volatile Connection connection;
    private int unprepared;

    /** The time at which the present statements were sent; 0 while there are none. */
    private volatile long waitingSince;

    private volatile boolean closing;
    private volatile boolean ended;

    public JournalWriter(Database database, String name, TaskSteps steps, WriterUpkeep upkeep) {
        this.database = database;
        this.name = name;
        this.steps = steps;
        this.upkeep = upkeep;
        this.loop = new SupervisedLoop(name, this::round, this::wake);
    }

    public void start() {
        loop.start();
    }

    /** Carries a call out, and waits for it. */
    public <T> T call(Task<T> task) throws IOException, InterruptedException {
        submit(task);
        return task.await();
    }

    /** Hands a call over; the caller waits for it. */
    public void submit(Task<?> task) throws IOException, InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        enqueue(task);
    }

    /**
     * Hands a call over for which nothing waits. The queue has no limit of its own: a thread waits
     * for its call, and those who do not wait limit their calls themselves.
     */
    public void enqueue(Task<?> task) throws IOException {
        if (closing) {
            throw closed();
        }
        queue.add(task);
        if (ended && queue.remove(task)) {
            throw closed();
        }
    }

    public IOException closed() {
        return new IOException("the journal in " + database.config().address() + " is closed.");
    }

    /** Makes the writer look after its accounts soon. */
    public void wake() {
        upkeep.request();
        if (queue.isEmpty()) { // A round for a call looks after them as well.
            queue.add(new PlainTask<>(ignored -> null));
        }
    }

    private void round() throws InterruptedException {
        Task<?> first = queue.poll(upkeep.nanosUntilNext(), TimeUnit.NANOSECONDS);
        List<Task<?>> group = new ArrayList<>();
        if (first != null) {
            group.add(first);
            queue.drainTo(group, MAX_GROUP - 1);
        }
        try {
            Map<Class<?>, List<Task<?>>> byKind = new LinkedHashMap<>();
            for (Task<?> task : group) {
                byKind.computeIfAbsent(task.getClass(), ignored -> new ArrayList<>()).add(task);
            }
            for (List<Task<?>> kind : steps.inOrder(byKind)) {
                carryOut(kind);
            }
            if (upkeep.isDue() && !closing) {
                lookAfter();
            }
        } finally {
            for (Task<?> task : group) {
                if (!task.isDone()) {
                    task.fail(new IOException("the journal could not carry the call out."));
                }
            }
        }
    }

    /** Carries out tasks of one kind, until they are done or have waited for too long. */
    private void carryOut(List<Task<?>> kind) throws InterruptedException {
        List<Task<?>> open = new ArrayList<>(kind);
        boolean again = false;
        while (!open.isEmpty()) {
            try {
                Connection line = connection();
                waitingSince = System.nanoTime() | 1;
                steps.run(line, open, again);
                waitingSince = 0;
                return;
            } catch (SQLException e) {
                waitingSince = 0;
                boolean passing = DatabaseErrors.isPassing(e) || isBroken();
                if (!passing && open.size() > 1) {
                    // One of them cannot be stored: the others can.
                    for (Task<?> task : List.copyOf(open)) {
                        carryOut(List.of(task));
                    }
                    return;
                }
                if (isBroken()) {
                    again = true;
                    steps.lineBroke();
                    disconnect();
                }
                giveUp(open, e, passing);
                if (!open.isEmpty()) {
                    TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
                }
            }
        }
    }

    private void giveUp(List<Task<?>> open, SQLException failure, boolean passing) {
        Duration patience = closing ? PATIENCE_AT_END : PATIENCE;
        for (Task<?> task : List.copyOf(open)) {
            boolean waits = task.isPatient() && !closing || task.nanos() <= patience.toNanos();
            if (!passing || !waits) {
                task.fail(database.failure(failure));
                open.remove(task);
            }
        }
    }

    private void lookAfter() throws InterruptedException {
        try {
            upkeep.run(connection());
            if (unprepared > 0) {
                unprepared--;
                steps.prepare(connection());
            }
        } catch (SQLException e) {
            LOG.debug("{} could not look after its accounts: {}", name, DatabaseErrors.line(e));
            upkeep.failed();
            if (isBroken()) {
                steps.lineBroke();
                disconnect();
            }
        }
    }

    private Connection connection() throws SQLException {
        if (connection == null) {
            Connection made = database.connect(ConnectionUse.write(name));
            boolean done = false;
            try (var settings = made.createStatement()) {
                // The statements are made for their indexes, and for groups of any size.
                settings.execute(
                        "SET plan_cache_mode = force_generic_plan; SET enable_seqscan = off;"
                                + " SET jit = off");
                done = true;
            } finally {
                if (!done) {
                    made.close();
                }
            }
            connection = made;
            unprepared = PREPARATIONS;
        }
        return connection;
    }

    /**
     * Gives up a connection that has waited for a while, as the database answers on others: what it
     * waits for may have been lost.
     */
    public void giveUpWaiting() {
        long since = waitingSince;
        Connection line = connection;
        if (since != 0 && line != null && System.nanoTime() - since > LONG.toNanos()) {
            try {
                line.abort(Runnable::run);
            } catch (SQLException e) {
                LOG.debug("{} could not give its connection up", name, e);
            }
        }
    }

    private boolean isBroken() {
        try {
            return connection == null || connection.isClosed();
        } catch (SQLException e) {
            return true;
        }
    }

    private void disconnect() {
        Connection former = connection;
        connection = null;
        if (former != null) {
            try {
                former.close();
            } catch (SQLException e) {
                LOG.debug("{} could not close its connection", name, e);
            }
        }
    }

    /** Refuses new calls from now on. */
    public void beginClosing() {
        closing = true;
    }

    public boolean isClosing() {
        return closing;
    }

    /** Waits until the calls in progress are done, and lets the thread end. */
    public void finish(Deadline deadline) {
        beginClosing();
        boolean interrupted = false;
        while (!queue.isEmpty() && loop.thread().isAlive() && !deadline.isExpired()) {
            interrupted |= pause();
        }
        loop.stop();
        restore(interrupted);
    }

    /** Waits for the end of the thread, after {@link #finish}, and disconnects. */
    public void close(Deadline deadline) {
        boolean interrupted = false;
        Deadline end = Deadline.after(Durations.max(deadline.remaining(), END_TIME));
        while (loop.thread().isAlive() && !end.isExpired()) {
            interrupted |= pause();
        }
        if (loop.thread().isAlive()) {
            LOG.warn("{} still waits for the database; it is left to its time limits.", name);
            loop.interrupt();
        } else {
            disconnect();
        }
        ended = true;
        for (Task<?> task = queue.poll(); task != null; task = queue.poll()) {
            task.fail(closed());
        }
        restore(interrupted);
    }

    private static void restore(boolean interrupted) {
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(1);
            return false;
        } catch (InterruptedException e) {
            return true;
        }
    }
}

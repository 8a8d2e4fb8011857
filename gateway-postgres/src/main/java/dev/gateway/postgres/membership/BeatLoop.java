package dev.gateway.postgres.membership;

import dev.gateway.core.concurrent.SupervisedLoop;
import dev.gateway.postgres.connection.ConnectionUse;
import dev.gateway.postgres.connection.Database;
import dev.gateway.postgres.connection.Sql;
import dev.gateway.postgres.notice.Notice;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/** The thread that sends the beats of this process and hears the notices of others. */
final class BeatLoop {

    /** The number of beats in the time of a lease. */
    private static final int BEATS = 4;

    private static final Duration RECONNECT_PAUSE = Duration.ofMillis(100);

    private final Database database;
    private final ConnectionUse use;
    private final HostSessionTable table;
    private final Events events;
    private final long intervalNanos;
    private final SupervisedLoop loop = new SupervisedLoop("cluster-beat", this::round, () -> {});
    private volatile Connection connection;
    private long lastSent;

    /** What the beats and notices bring about. */
    interface Events {

        /** Returns the registration for which to beat; the next one as soon as it has ended. */
        Registration registration();

        /** Takes note of a new connection. */
        void connected();

        /**
         * Takes note of a beat that has arrived.
         *
         * @param synchronous whether the database waits for a standby before it confirms
         */
        void beaten(Registration registration, long sentNanos, boolean synchronous);

        /** Takes note that the registration does not exist any more. */
        void ended(Registration registration);

        /** Takes note of a failed beat or connection. */
        void failed(SQLException failure);

        /** Takes note of notices that came together; returns at once. */
        void heard(List<Notice> notices);
    }

    BeatLoop(Database database, HostSessionTable table, Events events) {
        this.database = database;
        this.table = table;
        this.events = events;
        this.use = ConnectionUse.beat();
        this.intervalNanos = database.config().lease().toNanos() / BEATS;
    }

    void start() {
        lastSent = System.nanoTime() - intervalNanos;
        loop.start();
    }

    /** Stops the thread, and waits a while for it. */
    void stop(Duration limit) throws InterruptedException {
        loop.stop();
        loop.interrupt();
        close();
        loop.thread().join(Math.max(1, limit.toMillis()));
        close();
    }

    private void round() throws InterruptedException {
        try {
            if (connection == null) {
                connection = database.connect(use);
                Sql.execute(connection, "LISTEN " + Database.quoted(database.channel()));
                events.connected();
                beat(); // The lease may have little time left.
            } else if (System.nanoTime() - lastSent >= intervalNanos) {
                beat();
            }
            hear();
        } catch (SQLException e) {
            close();
            connection = null;
            if (!loop.isStopped()) {
                events.failed(e);
                TimeUnit.NANOSECONDS.sleep(RECONNECT_PAUSE.toNanos());
            }
        }
    }

    private void beat() throws SQLException {
        long now = System.nanoTime();
        Registration registration = events.registration();
        if (registration.hasEnded()) {
            lastSent = now;
            return;
        }
        Optional<Boolean> counted = table.beat(connection, registration.id());
        lastSent = now;
        if (counted.isPresent()) {
            events.beaten(registration, now, counted.get());
        } else {
            events.ended(registration);
        }
    }

    /** Waits for notices until the next beat is due. */
    private void hear() throws SQLException {
        long left = intervalNanos - (System.nanoTime() - lastSent);
        int millis = (int) Math.max(1, TimeUnit.NANOSECONDS.toMillis(left));
        PGNotification[] heard = connection.unwrap(PGConnection.class).getNotifications(millis);
        if (heard != null) {
            events.heard(Arrays.stream(heard).map(each -> Notice.of(each.getParameter())).toList());
        }
    }

    private void close() {
        Connection open = connection;
        if (open != null) {
            try {
                open.abort(Runnable::run);
            } catch (SQLException e) {
                // It is gone, which was the purpose.
            }
        }
    }
}

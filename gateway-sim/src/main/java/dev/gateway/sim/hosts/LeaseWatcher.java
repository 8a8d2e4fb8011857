package dev.gateway.sim.hosts;

import dev.gateway.sim.postgres.PostgresServer;
import dev.gateway.sim.timeline.RunRecorder;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A look at the leases every few milliseconds, past the lines of the hosts. While the database is
 * away the last one counts. Has one thread, which ends with {@link #close}.
 */
final class LeaseWatcher implements AutoCloseable {

    private static final long PAUSE_MILLIS = 50;
    private static final int ANSWER_MILLIS = 1_000;
    private static final long END_MILLIS = 5_000;

    /** There is no table before the first host has started. */
    private static final String LOOK =
            "SELECT a.name, s.host, s.pid FROM %1$s.account a LEFT JOIN %1$s.session s"
                    + " ON s.id = a.session ORDER BY a.name";

    private final RunRecorder recorder;
    private final Thread thread = new Thread(this::watch, "lease-watcher");
    private volatile PostgresServer server;
    private volatile Map<String, LeaseHolder> holders = Map.of();
    private volatile boolean open = true;

    LeaseWatcher(PostgresServer server, RunRecorder recorder) {
        this.server = server;
        this.recorder = recorder;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Looks into another server from now on. */
    void follow(PostgresServer primary) {
        server = primary;
    }

    /** Returns who has which account; those that no one has are left out. */
    Map<String, LeaseHolder> holders() {
        return holders;
    }

    private void watch() {
        while (open) {
            try (Connection connection = server.connect()) {
                connection.setNetworkTimeout(Runnable::run, ANSWER_MILLIS);
                PostgresServer watched = server;
                while (open && watched == server) {
                    look(connection);
                    TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
                }
            } catch (SQLException e) {
                if (!pause()) {
                    return;
                }
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private static boolean pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }

    private void look(Connection connection) throws SQLException {
        Map<String, LeaseHolder> seen = new LinkedHashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(LOOK.formatted(SharedDatabase.SCHEMA))) {
            while (rows.next()) {
                String account = rows.getString(1);
                String host = rows.getString(2);
                Optional<LeaseHolder> holder =
                        host == null
                                ? Optional.empty()
                                : Optional.of(new LeaseHolder(host, rows.getLong(3)));
                recorder.leaseHolder(account, holder.map(LeaseHolder::pid));
                holder.ifPresent(one -> seen.put(account, one));
            }
        }
        holders = Map.copyOf(seen);
    }

    @Override
    public void close() {
        open = false;
        thread.interrupt();
        try {
            thread.join(END_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

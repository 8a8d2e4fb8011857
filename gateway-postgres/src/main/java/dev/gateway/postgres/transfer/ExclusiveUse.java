package dev.gateway.postgres.transfer;

import dev.gateway.core.journal.JournalException;
import dev.gateway.core.time.Deadline;
import dev.gateway.postgres.connection.ConnectionUse;
import dev.gateway.postgres.connection.Database;
import dev.gateway.postgres.connection.Sql;
import dev.gateway.postgres.schema.Schema;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A transaction beside which no host can register. A registration whose process has ended without a
 * word is ended first: as hosts do it among themselves, after its beat has not changed for a whole
 * lease.
 */
final class ExclusiveUse implements AutoCloseable {

    private static final Duration STATEMENT = Duration.ofMinutes(10);
    private static final ConnectionUse USE =
            new ConnectionUse("copy", STATEMENT, STATEMENT.plusMinutes(1));
    private static final long POLL_MILLIS = 200;

    private final Database database;
    private final Connection connection;

    private ExclusiveUse(Database database, Connection connection) {
        this.database = database;
        this.connection = connection;
    }

    /** Begins in a database that gets its tables if it has none. */
    static ExclusiveUse of(Database database, Consumer<String> notice)
            throws IOException, InterruptedException {
        return open(
                        database,
                        notice,
                        connection -> {
                            Schema.migrate(connection, database);
                            return true;
                        })
                .orElseThrow();
    }

    /** Begins in a database; empty if it has no tables. */
    static Optional<ExclusiveUse> ofExisting(Database database, Consumer<String> notice)
            throws IOException, InterruptedException {
        return open(database, notice, connection -> Schema.check(connection, database));
    }

    private static Optional<ExclusiveUse> open(
            Database database, Consumer<String> notice, Check schema)
            throws IOException, InterruptedException {
        try {
            Connection connection = database.connect(USE);
            boolean done = false;
            try {
                if (!schema.passes(connection)) {
                    return Optional.empty();
                }
                var use = new ExclusiveUse(database, connection);
                use.endDeadHosts(notice);
                use.begin();
                done = true;
                return Optional.of(use);
            } finally {
                if (!done) {
                    connection.close();
                }
            }
        } catch (SQLException e) {
            throw database.failure(e);
        }
    }

    private void endDeadHosts(Consumer<String> notice)
            throws SQLException, IOException, InterruptedException {
        List<Registered> all = registered();
        if (all.isEmpty()) {
            return;
        }
        long lease = all.stream().mapToLong(Registered::leaseMillis).max().orElseThrow();
        notice.accept(
                "%s is registered; waiting %d s for a sign of life."
                        .formatted(all.get(0), TimeUnit.MILLISECONDS.toSeconds(lease)));
        Deadline end = Deadline.after(Duration.ofMillis(lease));
        while (!end.isExpired()) {
            Thread.sleep(POLL_MILLIS);
            for (Registered now : registered()) {
                if (!all.contains(now)) {
                    throw inUse(now);
                }
            }
        }
        for (Registered dead : all) {
            Sql.update(
                    connection,
                    "DELETE FROM session WHERE id = ? AND beat = ?",
                    dead.id(),
                    dead.beat());
        }
    }

    private void begin() throws SQLException, IOException {
        // Files are copied between two statements.
        Sql.execute(connection, "SET idle_in_transaction_session_timeout = '2min'");
        Sql.execute(connection, "SET lock_timeout = '5s'");
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        connection.setAutoCommit(false);
        // Keeps registrations away until the end, and is no look yet: the snapshot comes after it.
        Sql.execute(connection, "LOCK TABLE session IN SHARE ROW EXCLUSIVE MODE");
        List<Registered> late = registered();
        if (!late.isEmpty()) {
            throw inUse(late.get(0));
        }
    }

    private List<Registered> registered() throws SQLException {
        return Sql.list(
                connection,
                "SELECT id, host, pid, beat, lease_ms FROM session ORDER BY host",
                row ->
                        new Registered(
                                row.getString(1),
                                row.getString(2),
                                row.getLong(3),
                                row.getLong(4),
                                row.getLong(5)));
    }

    private static JournalException inUse(Registered host) {
        return new JournalException(
                JournalException.Kind.PASSING,
                host + " uses the journal; stop the gateway on each host, then copy.",
                null);
    }

    /** Returns the connection, in a transaction. */
    Connection connection() {
        return connection;
    }

    /** Returns the failure for the operator. */
    IOException failure(SQLException e) {
        return database.failure(e);
    }

    /** Ends the transaction without any change, unless it was committed. */
    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            // The server rolls back.
        }
    }

    @FunctionalInterface
    private interface Check {
        boolean passes(Connection connection) throws SQLException, JournalException;
    }

    /** A host as its registration tells. */
    private record Registered(String id, String host, long pid, long beat, long leaseMillis) {

        @Override
        public String toString() {
            return "Host %s (PID %d)".formatted(host, pid);
        }
    }
}

package dev.gateway.sim.bench.limit;

import dev.gateway.sim.process.ExpectationFailedException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;

/**
 * The whole life of a message in SQLite with three statements: accepted, which is one transaction
 * with the cursor; answered; sent, which joins the next transaction. The first two wait for the
 * disk. One thread, through JDBC, nothing else.
 *
 * @param perSecond the messages per second
 * @param cpu the processor time a message, in seconds
 */
record SqliteLimit(double perSecond, double cpu) {

    private static final double SECOND = 1e9;
    private static final String TEXT = "a message of forty-six bytes, as the load has";
    private static final String ANSWER = "{\"text\":\"" + TEXT + "\"}";

    /** Measures for half a second, after a warm-up of half of that. */
    static SqliteLimit measure(Path folder, int group) {
        Path database = folder.resolve("sqlite-limit.db");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database)) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("PRAGMA journal_mode=WAL");
                statement.execute("PRAGMA synchronous=FULL");
                statement.execute(
                        "CREATE TABLE message (id INTEGER PRIMARY KEY, account TEXT, sender TEXT,"
                                + " body TEXT, state INTEGER, answer TEXT)");
                statement.execute("CREATE TABLE cursor (account TEXT PRIMARY KEY, value TEXT)");
            }
            connection.setAutoCommit(false);
            try (Program program = Program.prepare(connection, group)) {
                run(program, TimeUnit.MILLISECONDS.toNanos(250));
                return run(program, TimeUnit.MILLISECONDS.toNanos(500));
            }
        } catch (SQLException e) {
            throw new ExpectationFailedException("SQLite does not work: " + e.getMessage());
        } finally {
            for (String suffix : new String[] {"", "-wal", "-shm"}) {
                delete(folder.resolve("sqlite-limit.db" + suffix));
            }
        }
    }

    private static SqliteLimit run(Program program, long nanos) throws SQLException {
        long cpu = threadTime();
        long began = System.nanoTime();
        long messages = 0;
        while (System.nanoTime() - began < nanos) {
            messages += program.round();
        }
        long took = System.nanoTime() - began;
        return new SqliteLimit(messages * SECOND / took, (threadTime() - cpu) / SECOND / messages);
    }

    private static long threadTime() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static void delete(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new ExpectationFailedException("cannot delete " + path + ": " + e.getMessage());
        }
    }

    /** The statements and the messages of the round before. */
    private static final class Program implements AutoCloseable {

        private final Connection connection;
        private final int group;
        private final PreparedStatement accept;
        private final PreparedStatement cursor;
        private final PreparedStatement answered;
        private final PreparedStatement sent;
        private long last;

        private Program(Connection connection, int group) throws SQLException {
            this.connection = connection;
            this.group = group;
            accept =
                    connection.prepareStatement(
                            "INSERT INTO message (id, account, sender, body, state)"
                                    + " VALUES (?, 'bot', 'person', ?, 0)");
            cursor =
                    connection.prepareStatement(
                            "INSERT INTO cursor VALUES ('bot', ?)"
                                    + " ON CONFLICT (account) DO UPDATE SET value = excluded.value");
            answered =
                    connection.prepareStatement(
                            "UPDATE message SET state = 1, answer = ? WHERE id = ?");
            sent = connection.prepareStatement("UPDATE message SET state = 2 WHERE id = ?");
        }

        static Program prepare(Connection connection, int group) throws SQLException {
            return new Program(connection, group);
        }

        /** Lets one group live; returns its size. */
        int round() throws SQLException {
            for (long id = last - group + 1; id <= last; id++) {
                sent.setLong(1, id);
                sent.executeUpdate();
            }
            for (long id = last + 1; id <= last + group; id++) {
                accept.setLong(1, id);
                accept.setString(2, TEXT);
                accept.executeUpdate();
            }
            cursor.setString(1, Long.toString(last + group));
            cursor.executeUpdate();
            connection.commit();
            for (long id = last + 1; id <= last + group; id++) {
                answered.setString(1, ANSWER);
                answered.setLong(2, id);
                answered.executeUpdate();
            }
            connection.commit();
            last += group;
            return group;
        }

        @Override
        public void close() throws SQLException {
            for (PreparedStatement statement :
                    new PreparedStatement[] {accept, cursor, answered, sent}) {
                statement.close();
            }
        }
    }
}

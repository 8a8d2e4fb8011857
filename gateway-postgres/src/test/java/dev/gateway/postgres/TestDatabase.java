package dev.gateway.postgres;

import dev.gateway.core.config.journal.DatabaseTls;
import dev.gateway.core.config.journal.PostgresConfig;
import dev.gateway.sim.postgres.PostgresServer;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** The database server of this test JVM, with a schema of its own for each test. */
public final class TestDatabase {

    /** A lease for tests that wait until it has run out: the shortest that a config allows. */
    public static final Duration LEASE = Duration.ofSeconds(4);

    /** A lease that a host keeps also while a disk stalls for seconds. */
    public static final Duration KEPT_LEASE = Duration.ofSeconds(20);

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private TestDatabase() {}

    /** The server starts at its first use, and ends with the JVM. */
    private static final class Holder {
        static final PostgresServer SERVER = launch();

        private static PostgresServer launch() {
            try {
                return PostgresServer.launch();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    /** Returns the server. */
    public static PostgresServer server() {
        return Holder.SERVER;
    }

    /** Has the server run, which a test may have left stopped when it failed. */
    private static void ensureRunning() {
        if (!server().isRunning()) {
            try {
                server().start();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    /** Returns the settings of a schema that no other test uses, with the lease that is kept. */
    public static PostgresConfig freshSchema() {
        ensureRunning();
        return config(server().port(), "test_" + NUMBER.incrementAndGet(), "postgres");
    }

    /** Returns settings for a server on this machine, with the lease that is kept. */
    public static PostgresConfig config(int port, String schema, String user) {
        return config(port, schema, user, KEPT_LEASE);
    }

    /** Returns settings for a server on this machine, with this lease. */
    public static PostgresConfig config(int port, String schema, String user, Duration lease) {
        return new PostgresConfig(
                List.of(new PostgresConfig.Server("127.0.0.1", port)),
                "postgres",
                user,
                Optional.empty(),
                DatabaseTls.DEFAULT,
                schema,
                lease,
                Optional.empty());
    }

    /** Runs a statement as the superuser, in the schema. */
    public static void run(PostgresConfig config, String sql) throws SQLException {
        try (Connection connection = superuser(config.servers().get(0).port());
                var statement = connection.createStatement()) {
            statement.execute("SET search_path = \"" + config.schema() + "\"");
            statement.execute(sql);
        }
    }

    /** Returns a connection of the superuser in the schema. */
    public static Connection connect(PostgresConfig config) throws SQLException {
        Connection connection = superuser(config.servers().get(0).port());
        try (var statement = connection.createStatement()) {
            statement.execute("SET search_path = \"" + config.schema() + "\"");
        }
        return connection;
    }

    private static Connection superuser(int port) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=postgres");
    }
}

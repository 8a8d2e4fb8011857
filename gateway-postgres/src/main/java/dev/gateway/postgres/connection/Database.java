package dev.gateway.postgres.connection;

import dev.gateway.core.config.journal.PostgresConfig;
import dev.gateway.core.config.journal.PostgresConfig.Server;
import dev.gateway.core.journal.JournalException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/**
 * The database of a shared journal, and the only place that connects to it. Of several servers the
 * one that is primary is used, if the guard admits it. Thread-safe; its connections are not.
 */
public final class Database {

    /** The time after which the server ends a transaction whose client is silent. */
    private static final Duration IDLE_IN_TRANSACTION = Duration.ofSeconds(2);

    private static final Duration CONNECT = Duration.ofSeconds(1);

    /** The oldest server that is supported; the driver needs no questions then. */
    private static final String MIN_SERVER = "12";

    private static final String SETTINGS =
            """
            SELECT set_config('search_path', ?, false),
                   set_config('statement_timeout', ?, false),
                   set_config('lock_timeout', ?, false),
                   set_config('idle_in_transaction_session_timeout', ?, false),
                   set_config('client_min_messages', 'error', false),
                   (SELECT system_identifier::text FROM pg_control_system()),
                   CASE WHEN pg_is_in_recovery() THEN NULL
                        ELSE substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8) END""";

    /** The use of a statement from which on the server keeps it. */
    private static final int PREPARE_THRESHOLD = 2;

    private static final String CANNOT_CONNECT_NOW = "57P03";
    private static final int SYSTEM = 6;
    private static final int TIMELINE = 7;
    private static final int HEXADECIMAL = 16;

    private final PostgresConfig config;
    private final String host;
    private final ConnectionGuard guard;
    private volatile int lastGood;

    /**
     * Creates the access to a database; nothing is connected.
     *
     * @param host the name of this host, for {@code pg_stat_activity}
     */
    public Database(PostgresConfig config, String host, ConnectionGuard guard) {
        this.config = config;
        this.host = host;
        this.guard = guard;
    }

    /** Returns the same database with another guard. */
    public Database with(ConnectionGuard other) {
        return new Database(config, host, other);
    }

    /** Returns the settings. */
    public PostgresConfig config() {
        return config;
    }

    /** Returns the name of the schema. */
    public String schema() {
        return config.schema();
    }

    /**
     * Returns the channel of this schema's notifications: channels belong to the whole database.
     */
    public String channel() {
        String name = "gateway_" + config.schema();
        return name.length() <= 60 ? name : "gateway_" + Integer.toHexString(name.hashCode());
    }

    /**
     * Opens a connection, in autocommit, with the search path and the limits of its use. Lasts at
     * most some seconds for each server.
     *
     * @throws RefusedServerException if only servers answer that must not be used
     */
    public Connection connect(ConnectionUse use) throws SQLException {
        List<Server> servers = config.servers();
        List<SQLException> failures = new ArrayList<>();
        int first = lastGood;
        for (int i = 0; i < servers.size(); i++) {
            int index = (first + i) % servers.size();
            try {
                Connection connection = connect(servers.get(index), use);
                lastGood = index;
                return connection;
            } catch (SQLException e) {
                failures.add(e);
            }
        }
        throw mostTelling(failures);
    }

    /** Returns the failure for callers of a journal: one line, without values of rows. */
    public JournalException failure(SQLException failure) {
        return DatabaseErrors.of(failure, config.address());
    }

    /**
     * A refusal first, then what a wait does not cure: a standby beside it only refuses to write.
     */
    private static SQLException mostTelling(List<SQLException> failures) {
        SQLException chosen = failures.get(0);
        for (SQLException each : failures) {
            if (each instanceof RefusedServerException) {
                return each;
            }
            if (DatabaseErrors.isPassing(chosen) && !DatabaseErrors.isPassing(each)) {
                chosen = each;
            }
        }
        return chosen;
    }

    private Connection connect(Server server, ConnectionUse use) throws SQLException {
        String url =
                "jdbc:postgresql://"
                        + server
                        + "/"
                        + URLEncoder.encode(config.database(), StandardCharsets.UTF_8);
        Connection connection = new Driver().connect(url, properties(use));
        if (connection == null) {
            throw new SQLException("not an address of PostgreSQL: " + server);
        }
        boolean done = false;
        try {
            connection.setNetworkTimeout(Runnable::run, (int) use.answer().toMillis());
            guard.admit(connection, prepare(connection, use));
            done = true;
            return connection;
        } finally {
            if (!done) {
                connection.close();
            }
        }
    }

    /** Everything in one round trip. */
    private ServerIdentity prepare(Connection connection, ConnectionUse use) throws SQLException {
        String limit = Long.toString(use.statement().toMillis());
        try (PreparedStatement statement = connection.prepareStatement(SETTINGS)) {
            int i = 1;
            statement.setString(i++, quoted(config.schema()) + ", pg_temp");
            statement.setString(i++, limit);
            statement.setString(i++, limit);
            statement.setString(i, Long.toString(IDLE_IN_TRANSACTION.toMillis()));
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                String timeline = row.getString(TIMELINE);
                if (timeline == null) {
                    throw new SQLException("the server is a standby", CANNOT_CONNECT_NOW);
                }
                return new ServerIdentity(
                        row.getString(SYSTEM), Long.parseLong(timeline, HEXADECIMAL));
            }
        }
    }

    private Properties properties(ConnectionUse use) {
        var properties = new Properties();
        PGProperty.USER.set(properties, config.user());
        config.password().ifPresent(secret -> PGProperty.PASSWORD.set(properties, secret.reveal()));
        PGProperty.APPLICATION_NAME.set(properties, "gateway " + host + " " + use.name());
        PGProperty.ASSUME_MIN_SERVER_VERSION.set(properties, MIN_SERVER);
        PGProperty.CONNECT_TIMEOUT.set(properties, (int) CONNECT.toSeconds());
        PGProperty.SOCKET_TIMEOUT.set(properties, (int) Math.max(1, use.answer().toSeconds()));
        PGProperty.CANCEL_SIGNAL_TIMEOUT.set(properties, (int) CONNECT.toSeconds());
        PGProperty.TCP_KEEP_ALIVE.set(properties, true);
        PGProperty.LOG_SERVER_ERROR_DETAIL.set(properties, false);
        PGProperty.PREPARE_THRESHOLD.set(properties, PREPARE_THRESHOLD);
        PGProperty.GSS_ENC_MODE.set(properties, "disable");
        Encryption.of(config).addTo(properties);
        return properties;
    }

    /** Returns an identifier in quotes. */
    public static String quoted(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }
}

package dev.gateway.postgres.membership;

import static dev.gateway.core.journal.engine.ClusterAdmin.Level.FAILED;
import static dev.gateway.core.journal.engine.ClusterAdmin.Level.OK;
import static dev.gateway.core.journal.engine.ClusterAdmin.Level.WARNING;

import dev.gateway.core.journal.JournalException;
import dev.gateway.core.journal.engine.ClusterAdmin.Finding;
import dev.gateway.core.journal.engine.ClusterAdmin.Level;
import dev.gateway.postgres.connection.ConnectionUse;
import dev.gateway.postgres.connection.Database;
import dev.gateway.postgres.connection.Sql;
import dev.gateway.postgres.schema.Schema;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.postgresql.PGConnection;

/** The facts about the database that an operator should know, each with the next step. */
final class DatabaseFindings {

    private static final String DATABASE = "database";
    private static final int NOTICE_MILLIS = 2_000;
    private static final int COMMITS = 20;
    private static final int ENOUGH_CONNECTIONS = 20;

    /** A commit of more than this part of the lease puts beats at risk. */
    private static final int LEASE_PART = 16;

    private final Database database;
    private final Connection connection;
    private final List<Finding> findings = new ArrayList<>();

    DatabaseFindings(Database database, Connection connection) {
        this.database = database;
        this.connection = connection;
    }

    List<Finding> all() throws SQLException {
        server();
        encryption();
        role();
        schema();
        notices();
        durability();
        standby();
        content();
        connections();
        commits();
        return findings;
    }

    private void server() throws SQLException {
        add(
                OK,
                "%s answers: PostgreSQL %s"
                        .formatted(database.config().address(), setting("server_version")),
                "");
    }

    private void encryption() throws SQLException {
        Optional<String> version =
                Sql.first(
                        connection,
                        "SELECT version FROM pg_stat_ssl WHERE pid = pg_backend_pid() AND ssl",
                        row -> row.getString(1));
        add(
                OK,
                version.map(tls -> "encrypted by " + tls + ", the server's name is verified")
                        .orElse("not encrypted, since the server is this machine"),
                "");
    }

    private void role() throws SQLException {
        try {
            Schema.requireRights(connection, database);
        } catch (JournalException e) {
            add(FAILED, e.getMessage(), "grant what is missing");
            return;
        }
        boolean superuser = "on".equals(setting("is_superuser"));
        if (superuser) {
            add(
                    WARNING,
                    "the gateway connects as a superuser",
                    "give it a role of its own, see docs/several-hosts.md");
        } else {
            add(OK, "the role has the rights that it needs", "");
        }
    }

    private void schema() throws SQLException {
        List<String> others =
                Sql.list(
                        connection,
                        "SELECT DISTINCT host || ' (' || version || ')' FROM session"
                                + " WHERE schema_version <> ? AND pid <> 0 ORDER BY 1",
                        row -> row.getString(1),
                        Schema.version());
        if (others.isEmpty()) {
            add(OK, "schema " + database.schema() + " has version " + Schema.version(), "");
        } else {
            add(
                    WARNING,
                    "hosts of another version use the schema: " + String.join(", ", others),
                    "finish the upgrade on them");
        }
    }

    /** By two connections: a pooler that gives each statement another one loses the notice. */
    private void notices() throws SQLException {
        String channel = "gateway_doctor_" + Long.toHexString(System.nanoTime());
        Sql.execute(connection, "LISTEN " + Database.quoted(channel));
        try (Connection other = database.connect(ConnectionUse.read("doctor"))) {
            Sql.list(other, "SELECT pg_notify(?, '')", row -> true, channel);
        }
        long sent = System.nanoTime();
        var heard = connection.unwrap(PGConnection.class).getNotifications(NOTICE_MILLIS);
        Sql.execute(connection, "UNLISTEN *");
        if (heard == null || heard.length == 0) {
            add(
                    FAILED,
                    "notices do not arrive (LISTEN/NOTIFY): handovers are slow",
                    "connect to the server itself, or to a pooler in session mode");
        } else {
            add(OK, "a notice arrives in " + millis(System.nanoTime() - sent), "");
        }
    }

    private void durability() throws SQLException {
        List<String> off = new ArrayList<>();
        for (String name : List.of("fsync", "full_page_writes", "synchronous_commit")) {
            if ("off".equals(setting(name))) {
                off.add(name);
            }
        }
        if (off.isEmpty()) {
            add(OK, "a commit is on the disk", "");
        } else {
            add(
                    FAILED,
                    String.join(", ", off) + " off: a crash of the database loses messages",
                    "set " + String.join(", ", off) + " = on in postgresql.conf");
        }
    }

    private void standby() throws SQLException {
        String names = setting("synchronous_standby_names");
        if (names.isBlank()) {
            add(
                    WARNING,
                    "no synchronous standby: a failover of the database may lose the last messages",
                    "set synchronous_standby_names, or accept it, see docs/several-hosts.md");
        } else if (Set.of("local", "off").contains(setting("synchronous_commit"))) {
            add(
                    WARNING,
                    "commits do not wait for the standby "
                            + names
                            + ": synchronous_commit is "
                            + setting("synchronous_commit"),
                    "set synchronous_commit = on, for this role and database too");
        } else {
            add(OK, "commits wait for the standby " + names, "");
        }
    }

    /** The newest message tells of a restored backup, and the size of what nothing limits here. */
    private void content() throws SQLException {
        String size =
                Sql.first(
                                connection,
                                "SELECT pg_size_pretty(coalesce(sum(pg_total_relation_size(c.oid)), 0))"
                                        + " FROM pg_class c JOIN pg_namespace n ON n.oid ="
                                        + " c.relnamespace WHERE n.nspname = ? AND c.relkind = 'r'",
                                row -> row.getString(1),
                                database.schema())
                        .orElse("?");
        String newest =
                Sql.first(
                                connection,
                                "SELECT accepted_at FROM message ORDER BY seq DESC LIMIT 1",
                                row -> Instant.ofEpochMilli(row.getLong(1)))
                        .map(
                                at ->
                                        "the newest message is of "
                                                + OffsetDateTime.ofInstant(
                                                                at, ZoneId.systemDefault())
                                                        .truncatedTo(ChronoUnit.SECONDS))
                        .orElse("there is no message");
        add(OK, "the tables have " + size + ", " + newest, "");
    }

    private void connections() throws SQLException {
        int used =
                Sql.first(
                                connection,
                                "SELECT sum(numbackends) FROM pg_stat_database",
                                row -> row.getInt(1))
                        .orElse(0);
        int most =
                Integer.parseInt(setting("max_connections"))
                        - Integer.parseInt(setting("superuser_reserved_connections"));
        int left = Math.max(0, most - used);
        String text = "%d of %d connections are left".formatted(left, most);
        if (left < ENOUGH_CONNECTIONS) {
            add(WARNING, text, "raise max_connections; a host needs five");
        } else {
            add(OK, text, "");
        }
    }

    /** Commits as those of beats, which wait for the disk and the standby, without a row. */
    private void commits() throws SQLException {
        Duration lease = database.config().lease();
        long limit = lease.toNanos() / LEASE_PART;
        long slowest = 0;
        int done = 0;
        while (done < COMMITS && slowest <= limit) {
            long sent = System.nanoTime();
            Sql.list(
                    connection,
                    "SELECT pg_logical_emit_message(true, 'gateway doctor', '')",
                    row -> true);
            slowest = Math.max(slowest, System.nanoTime() - sent);
            done++;
        }
        String text =
                "the slowest of %d commits took %s, the lease is %d s"
                        .formatted(done, millis(slowest), lease.toSeconds());
        if (slowest > limit) {
            add(
                    WARNING,
                    text,
                    "raise journal.lease, or look after the network and the disk of the database");
        } else {
            add(OK, text, "");
        }
    }

    private String setting(String name) throws SQLException {
        return Sql.first(connection, "SELECT current_setting(?)", row -> row.getString(1), name)
                .orElse("");
    }

    private static String millis(long nanos) {
        return String.format(Locale.ROOT, "%.1f ms", nanos / 1e6);
    }

    private void add(Level level, String text, String remedy) {
        findings.add(new Finding(DATABASE, level, text, remedy));
    }
}

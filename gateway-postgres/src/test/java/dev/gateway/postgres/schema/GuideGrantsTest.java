package dev.gateway.postgres.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gateway.core.config.journal.DatabaseTls;
import dev.gateway.core.config.journal.PostgresConfig;
import dev.gateway.core.instance.GatewayHome;
import dev.gateway.core.journal.JournalException;
import dev.gateway.postgres.TestDatabase;
import dev.gateway.postgres.connection.ConnectionUse;
import dev.gateway.postgres.connection.Database;
import dev.gateway.postgres.connection.RefusedServerException;
import dev.gateway.postgres.connection.Sql;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the SQL of {@code docs/several-hosts.md} as it stands, and checks that each of the three
 * roles has the rights that the guide says, and no others.
 */
class GuideGrantsTest {

    private static final Path GUIDE = Path.of("..", "docs", "several-hosts.md");
    private static final String MAINTENANCE = "postgres";
    private static final String DATABASE = "gateway";
    private static final String SUPERUSER = "postgres";

    @TempDir Path folder;

    @Test
    void theRolesOfTheGuideHaveTheRightsThatTheyNeedAndNoOthers() throws Exception {
        List<String> blocks = blocks();
        assertThat(blocks).hasSize(5);
        run(MAINTENANCE, blocks.get(0));
        run(DATABASE, blocks.get(1));

        migrate();

        hostsUseRowsAndChangeNoTable();
        readersOnlyRead();
        strangersDoNotEnter();
        withoutMembershipHostsUseTheTablesButTakeNoNextStep(blocks.get(2), blocks.get(3));
        aDatabaseThatWasRestoredElsewhereIsAcceptedAfterTheStatement(blocks.get(4));
    }

    private void hostsUseRowsAndChangeNoTable() throws SQLException {
        try (Connection host = connect("gateway")) {
            Sql.execute(host, "INSERT INTO gateway.account (id, name) VALUES ('fake:1', 'one')");
            Sql.execute(host, "UPDATE gateway.account SET cursor = '1'");
            Sql.execute(host, "SELECT FROM gateway.account FOR KEY SHARE");
            Sql.execute(host, "DELETE FROM gateway.account");
            assertThat(first(host, "SELECT usesuper FROM pg_user WHERE usename = current_user"))
                    .isEqualTo("f");
            assertThat(first(host, "SHOW log_parameter_max_length_on_error")).isEqualTo("0");
            assertThatThrownBy(() -> Sql.execute(host, "CREATE TABLE gateway.other (id int)"))
                    .hasMessageContaining("permission denied");
            assertThatThrownBy(() -> Sql.execute(host, "DROP TABLE gateway.message"))
                    .hasMessageContaining("must be owner");
            assertThatThrownBy(() -> Sql.execute(host, "CREATE SCHEMA other"))
                    .hasMessageContaining("permission denied");
        }
    }

    private static void readersOnlyRead() throws SQLException {
        try (Connection reader = connect("gateway_reader")) {
            assertThat(first(reader, "SELECT count(*) FROM gateway.message")).isEqualTo("0");
            assertThatThrownBy(() -> Sql.execute(reader, "DELETE FROM gateway.message"))
                    .hasMessageContaining("permission denied");
            assertThatThrownBy(() -> Sql.execute(reader, "SET ROLE gateway_owner"))
                    .hasMessageContaining("permission denied");
        }
    }

    private static void strangersDoNotEnter() throws SQLException {
        run(MAINTENANCE, "CREATE ROLE stranger LOGIN;");
        assertThatThrownBy(() -> connect("stranger")).hasMessageContaining("permission denied");
        assertThatThrownBy(() -> connect("gateway_owner"))
                .hasMessageContaining("not permitted to log in");
    }

    private void withoutMembershipHostsUseTheTablesButTakeNoNextStep(String revoke, String grant)
            throws Exception {
        run(DATABASE, revoke);
        assertThatCode(this::migrate).as("a start without new tables").doesNotThrowAnyException();

        run(DATABASE, "UPDATE gateway.meta SET schema_version = 0;");
        assertThatThrownBy(this::migrate)
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("GRANT \"gateway_owner\" TO \"gateway\"");

        run(DATABASE, "UPDATE gateway.meta SET schema_version = " + Schema.version() + ';');
        run(DATABASE, grant);
        migrate();
    }

    private void aDatabaseThatWasRestoredElsewhereIsAcceptedAfterTheStatement(String statement)
            throws Exception {
        run(DATABASE, "UPDATE gateway.meta SET system_identifier = 'other', timeline = 1;");
        assertThatThrownBy(this::guardedConnection).isInstanceOf(RefusedServerException.class);

        run(DATABASE, "SET ROLE gateway_owner; " + statement);

        guardedConnection();
    }

    private void guardedConnection() throws Exception {
        Path home = Files.createDirectories(folder.resolve("home"));
        Files.deleteIfExists(new GatewayHome(home).cluster());
        ClusterGuard guard = ClusterGuard.of(new GatewayHome(home), TestDatabase.LEASE);
        var database = new Database(config(), "web-1", guard);
        try (Connection connection = database.connect(ConnectionUse.write("test"))) {
            guard.schemaExists(connection);
        }
    }

    private void migrate() throws Exception {
        var database = new Database(config(), "web-1", (connection, server) -> {});
        try (Connection connection = database.connect(ConnectionUse.write("test"))) {
            Schema.migrate(connection, database);
        }
    }

    private static PostgresConfig config() {
        return new PostgresConfig(
                List.of(new PostgresConfig.Server("127.0.0.1", TestDatabase.server().port())),
                DATABASE,
                "gateway",
                Optional.empty(),
                DatabaseTls.DEFAULT,
                PostgresConfig.DEFAULT_NAME,
                TestDatabase.LEASE,
                Optional.empty());
    }

    private static String first(Connection connection, String sql) throws SQLException {
        return Sql.first(connection, sql, row -> row.getString(1)).orElseThrow();
    }

    private static Connection connect(String user) throws SQLException {
        return connect(DATABASE, user);
    }

    private static Connection connect(String database, String user) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:%d/%s?user=%s"
                        .formatted(TestDatabase.server().port(), database, user));
    }

    /** Runs the statements of a block one by one, as psql does. */
    private static void run(String database, String block) throws SQLException {
        String statements = block.replaceAll("(?m)--.*$", "");
        try (Connection connection = connect(database, SUPERUSER);
                Statement statement = connection.createStatement()) {
            for (String each : statements.split(";")) {
                if (!each.isBlank()) {
                    statement.execute(each);
                }
            }
        }
    }

    private static List<String> blocks() throws Exception {
        return Pattern.compile("```sql\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(GUIDE))
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
    }
}

package dev.gateway.postgres.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gateway.core.config.journal.PostgresConfig;
import dev.gateway.core.journal.JournalException;
import dev.gateway.postgres.TestDatabase;
import dev.gateway.postgres.connection.ConnectionGuard;
import dev.gateway.postgres.connection.ConnectionUse;
import dev.gateway.postgres.connection.Database;
import dev.gateway.postgres.connection.Sql;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class SchemaTest {

    private static final String SESSION_OF_THE_FIRST_VERSION =
            "INSERT INTO session (id, home_session, host, home_id, home, pid, version,"
                    + " schema_version, weight, lease_ms, join_after_ms)"
                    + " VALUES ('s', 's', 'one', 'h', '/h', 1, '0', 1, 1, 8000, 0)";

    private final PostgresConfig config = TestDatabase.freshSchema();

    @Test
    void hostsThatStartAtOnceCreateOneSchema() throws Exception {
        List<Callable<Boolean>> starts = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            starts.add(() -> migrate(config));
        }
        var pool = Executors.newFixedThreadPool(starts.size());
        try {
            for (var each : pool.invokeAll(starts)) {
                assertThat(each.get()).isTrue();
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(versionIn(config)).isEqualTo(Schema.version());
    }

    @Test
    void aGatewayThatIsTooOldDoesNotStart() throws Exception {
        migrate(config);
        TestDatabase.run(config, "UPDATE meta SET oldest_reader = 99, schema_version = 99");

        JournalException refused = refusal(config);

        assertThat(refused.kind()).isEqualTo(JournalException.Kind.UNSUITABLE);
        assertThat(refused).hasMessageContaining("upgrade this gateway");
        assertThat(versionIn(config)).isEqualTo(99);
    }

    @Test
    void aGatewayWorksOnANewerSchemaThatItCanRead() throws Exception {
        migrate(config);
        TestDatabase.run(config, "UPDATE meta SET schema_version = 99");

        assertThat(migrate(config)).isTrue();
        assertThat(versionIn(config)).isEqualTo(99);
    }

    @Test
    void theSecondStepKeepsWhatTheFirstVersionWroteAndGoesOnWriting() throws Exception {
        migrate(config);
        TestDatabase.run(config, "ALTER TABLE candidate DROP COLUMN settings");
        TestDatabase.run(config, "UPDATE meta SET schema_version = 1");
        TestDatabase.run(config, SESSION_OF_THE_FIRST_VERSION);
        TestDatabase.run(config, candidateOfTheFirstVersion("telegram:1"));

        migrate(config);

        assertThat(versionIn(config)).isEqualTo(Schema.version());
        TestDatabase.run(config, candidateOfTheFirstVersion("telegram:2"));
        try (Connection connection = connect(config)) {
            List<Boolean> empty =
                    Sql.list(
                            connection,
                            "SELECT settings IS NULL FROM candidate",
                            row -> row.getBoolean(1));
            assertThat(empty).containsExactly(true, true);
        }
    }

    private static String candidateOfTheFirstVersion(String account) {
        return "INSERT INTO candidate (session, account, name, preferred_host)"
                + " VALUES ('s', '"
                + account
                + "', 'mama', NULL)";
    }

    @Test
    void aRoleThatMayNotCreateTheSchemaIsToldTheStatement() throws Exception {
        String user = config.schema() + "_user";
        TestDatabase.run(config, "CREATE ROLE " + user + " LOGIN");
        PostgresConfig least = as(user);

        assertAnsweredBy(least, refusal(least));
        assertThat(migrate(least)).isTrue();
    }

    @Test
    void aMemberOfTheOwnerTakesTheStepsAndMayUseTheTables() throws Exception {
        String owner = config.schema() + "_owner";
        String user = config.schema() + "_user";
        TestDatabase.run(config, "CREATE ROLE " + owner + " NOLOGIN");
        TestDatabase.run(config, "CREATE ROLE " + user + " LOGIN NOINHERIT");
        TestDatabase.run(config, "CREATE SCHEMA " + config.schema() + " AUTHORIZATION " + owner);
        TestDatabase.run(config, "GRANT USAGE ON SCHEMA " + config.schema() + " TO " + user);
        PostgresConfig least = as(user);

        assertAnsweredBy(least, refusal(least));
        assertThat(migrate(least)).isTrue();
        try (Connection connection = connect(least)) {
            Sql.execute(connection, "DELETE FROM session");
            assertThatThrownBy(() -> Sql.execute(connection, "DROP TABLE session"))
                    .hasMessageContaining("must be owner");
        }
    }

    @Test
    void aRoleThatMayNotUseTheTablesIsToldTheStatement() throws Exception {
        migrate(config);
        String user = config.schema() + "_user";
        TestDatabase.run(config, "CREATE ROLE " + user + " LOGIN");
        PostgresConfig least = as(user);

        assertAnsweredBy(least, refusal(least));
        assertThat(migrate(least)).isTrue();
    }

    /** Runs the statement that the refusal names. */
    private void assertAnsweredBy(PostgresConfig least, JournalException refused) throws Exception {
        assertThat(refused.kind()).isEqualTo(JournalException.Kind.NOT_PERMITTED);
        String text = refused.getMessage();
        String start = "Run as a superuser of the database: ";
        assertThat(text).contains(start);
        TestDatabase.run(least, text.substring(text.indexOf(start) + start.length()));
    }

    private PostgresConfig as(String user) {
        return TestDatabase.config(TestDatabase.server().port(), config.schema(), user);
    }

    private static JournalException refusal(PostgresConfig config) {
        return catchThrowableOfType(JournalException.class, () -> migrate(config));
    }

    private static boolean migrate(PostgresConfig config) throws Exception {
        try (Connection connection = connect(config)) {
            Schema.migrate(connection, database(config));
            return Schema.check(connection, database(config));
        }
    }

    private static int versionIn(PostgresConfig config) throws Exception {
        try (Connection connection = connect(config)) {
            return SchemaVersion.of(connection, database(config)).orElseThrow().number();
        }
    }

    private static Connection connect(PostgresConfig config) throws Exception {
        return database(config).connect(ConnectionUse.read("test"));
    }

    private static Database database(PostgresConfig config) {
        return new Database(config, "test", ConnectionGuard.NONE);
    }
}

package dev.gateway.postgres.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gateway.core.config.journal.PostgresConfig;
import dev.gateway.core.instance.GatewayHome;
import dev.gateway.postgres.TestDatabase;
import dev.gateway.postgres.connection.ConnectionUse;
import dev.gateway.postgres.connection.Database;
import dev.gateway.postgres.connection.RefusedServerException;
import java.nio.file.Path;
import java.sql.Connection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterGuardTest {

    private static final String STATEMENT = "as the owner of its tables: ";

    @TempDir Path home;

    private final PostgresConfig config = TestDatabase.freshSchema();

    @Test
    void whatARefusalOfAnotherDatabaseSaysMakesItUsable() throws Exception {
        var guard = ClusterGuard.of(new GatewayHome(home), TestDatabase.LEASE);
        var database = new Database(config, "one", guard);
        try (Connection connection = database.connect(ConnectionUse.write("test"))) {
            Schema.migrate(connection, database);
            TestDatabase.run(config, "UPDATE meta SET system_identifier = '42', timeline = 7");

            RefusedServerException refused =
                    catchThrowableOfType(
                            RefusedServerException.class, () -> guard.schemaExists(connection));

            String text = refused.getMessage();
            assertThat(text)
                    .contains("another one than before")
                    .contains("remove cluster.json in the home of each")
                    .contains("\"" + config.schema() + "\".meta");
            String statement = text.substring(text.indexOf(STATEMENT) + STATEMENT.length());
            TestDatabase.run(TestDatabase.freshSchema(), statement);
            guard.schemaExists(connection);
        }
    }
}

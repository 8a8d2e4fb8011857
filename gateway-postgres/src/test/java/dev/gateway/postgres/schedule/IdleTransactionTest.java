package dev.gateway.postgres.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gateway.core.config.journal.PostgresConfig;
import dev.gateway.postgres.TestDatabase;
import dev.gateway.postgres.connection.ConnectionUse;
import dev.gateway.postgres.connection.Database;
import dev.gateway.postgres.connection.Sql;
import dev.gateway.postgres.schema.Schema;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A process that is stopped within a transaction keeps the lock on its registration: the server has
 * to end that transaction, or the registration cannot be ended before the process goes on.
 */
class IdleTransactionTest {

    private static final String INSERT =
            """
            INSERT INTO session (id, home_session, host, home_id, home, pid, version,
                schema_version, weight, lease_ms, join_after_ms)
            VALUES ('0123456789abcdef', '0123456789abcdef', 'web-1', 'h', '/h', 1, '1', 1, 1, 8000, 0)""";
    private static final String FENCE =
            "SELECT FROM session WHERE id = '0123456789abcdef' FOR KEY SHARE";
    private static final String END = "DELETE FROM session WHERE id = '0123456789abcdef'";

    private final PostgresConfig config = TestDatabase.freshSchema();
    private final Database database = new Database(config, "web-1", (connection, server) -> {});

    @BeforeEach
    void register() throws Exception {
        try (Connection connection = connect()) {
            Schema.migrate(connection, database);
            Sql.execute(connection, INSERT);
        }
    }

    @Test
    void theServerEndsTheTransactionOfAStoppedProcess() throws Exception {
        try (Connection stopped = connect();
                Connection other = connect()) {
            hold(stopped);
            Sql.execute(other, "SET lock_timeout = '20s'; SET statement_timeout = '20s'");

            Sql.execute(other, END);

            assertThatThrownBy(() -> Sql.execute(stopped, "COMMIT"))
                    .isInstanceOf(SQLException.class);
        }
    }

    @Test
    void withoutTheTimeoutTheRegistrationCannotBeEnded() throws Exception {
        try (Connection stopped = connect();
                Connection other = connect()) {
            Sql.execute(stopped, "SET idle_in_transaction_session_timeout = 0");
            hold(stopped);
            Sql.execute(other, "SET lock_timeout = '4s'; SET statement_timeout = '20s'");

            assertThatThrownBy(() -> Sql.execute(other, END)).hasMessageContaining("lock timeout");

            Sql.execute(stopped, "COMMIT");
            assertThat(Sql.update(other, END)).isEqualTo(1);
        }
    }

    private static void hold(Connection connection) throws SQLException {
        Sql.execute(connection, "BEGIN");
        Sql.execute(connection, FENCE);
    }

    private Connection connect() throws SQLException {
        return database.connect(ConnectionUse.read("test"));
    }
}

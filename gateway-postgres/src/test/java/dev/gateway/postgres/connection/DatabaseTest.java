package dev.gateway.postgres.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gateway.core.config.journal.DatabaseTls;
import dev.gateway.core.config.journal.PostgresConfig;
import dev.gateway.core.config.journal.PostgresConfig.Server;
import dev.gateway.core.journal.JournalException;
import dev.gateway.core.yaml.Secret;
import dev.gateway.postgres.TestDatabase;
import dev.gateway.sim.postgres.PostgresServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseTest {

    @TempDir Path folder;

    @Test
    void aConnectionHasItsSearchPathAndItsLimits() throws Exception {
        try (Connection connection = database(TestDatabase.freshSchema()).connect(use())) {
            assertThat(setting(connection, "search_path")).matches("\"test_\\d+\", pg_temp");
            assertThat(setting(connection, "statement_timeout")).isEqualTo("3s");
            assertThat(setting(connection, "lock_timeout")).isEqualTo("3s");
            assertThat(setting(connection, "idle_in_transaction_session_timeout")).isEqualTo("2s");
            assertThat(setting(connection, "application_name")).isEqualTo("gateway web-1 test");
            assertThat(connection.getNetworkTimeout()).isEqualTo(4_000);
        }
    }

    @Test
    void ofSeveralServersThePrimaryIsUsed() throws Exception {
        try (PostgresServer server = PostgresServer.launch();
                PostgresServer standby = server.standby(false)) {
            int primary = server.port();
            PostgresConfig config =
                    config(DatabaseTls.DEFAULT, port(1), port(standby.port()), port(primary));

            try (Connection connection = database(config).connect(use())) {
                assertThat(setting(connection, "port")).isEqualTo(Integer.toString(primary));
            }
            SQLException refused =
                    failure(config(DatabaseTls.DEFAULT, port(1), port(standby.port())));
            assertThat(DatabaseErrors.isPassing(refused)).isTrue();
        }
    }

    @Test
    void onlyAServerWhoseCertificateAndNameAreRightIsSpokenTo() throws Exception {
        try (PostgresServer server = PostgresServer.launch()) {
            assertThat(kind(failure(config(always(folder), port(server.port())))))
                    .as("a server without encryption")
                    .isEqualTo(JournalException.Kind.UNSUITABLE);

            Path ca = certify(server, "ip:127.0.0.1");
            try (Connection connection =
                    database(config(always(ca), port(server.port()))).connect(use())) {
                assertThat(encrypted(connection)).isTrue();
            }
            try (Connection connection =
                    database(config(DatabaseTls.DEFAULT, port(server.port()))).connect(use())) {
                assertThat(encrypted(connection)).as("to this machine itself").isFalse();
            }
            assertThat(kind(failure(config(always(Optional.empty()), port(server.port())))))
                    .as("an authority that is not trusted")
                    .isEqualTo(JournalException.Kind.UNSUITABLE);

            Path other = certify(server, "dns:db.example");
            assertThat(kind(failure(config(always(other), port(server.port())))))
                    .as("a certificate of another name")
                    .isEqualTo(JournalException.Kind.UNSUITABLE);
        }
    }

    @Test
    void anErrorIsOneLineWithoutValuesOfRowsAndWithoutThePassword() throws Exception {
        PostgresConfig config = TestDatabase.freshSchema();
        try (Connection connection = database(config).connect(use())) {
            Sql.execute(connection, "CREATE TEMP TABLE told (text text PRIMARY KEY)");
            Sql.update(connection, "INSERT INTO told VALUES (?)", "private words");

            SQLException failure =
                    catchThrowableOfType(
                            SQLException.class,
                            () ->
                                    Sql.update(
                                            connection,
                                            "INSERT INTO told VALUES (?)",
                                            "private words"));

            String text = database(config).failure(failure).getMessage();
            assertThat(text).contains("23505 ERROR: duplicate key").doesNotContain("private");
            assertThat(text).doesNotContain("\n").doesNotContain("secret-word");
        }
    }

    @Test
    void aServerThatIsNotThereMayComeBack() {
        SQLException failure = failure(config(DatabaseTls.DEFAULT, port(1)));

        assertThat(DatabaseErrors.isPassing(failure)).isTrue();
        assertThat(kind(failure)).isEqualTo(JournalException.Kind.PASSING);
    }

    private static JournalException.Kind kind(SQLException failure) {
        return DatabaseErrors.of(failure, "the database").kind();
    }

    private Path certify(PostgresServer server, String name) throws Exception {
        Path ca = ServerCertificate.give(server, folder, name).pem();
        server.set("ssl", "on");
        server.restart();
        return ca;
    }

    private static boolean encrypted(Connection connection) throws SQLException {
        return Sql.first(
                        connection,
                        "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()",
                        row -> row.getBoolean(1))
                .orElseThrow();
    }

    private static String setting(Connection connection, String name) throws SQLException {
        return Sql.first(connection, "SELECT current_setting(?)", row -> row.getString(1), name)
                .orElseThrow();
    }

    private static SQLException failure(PostgresConfig config) {
        return catchThrowableOfType(
                SQLException.class, () -> database(config).connect(use()).close());
    }

    private static DatabaseTls always(Path ca) {
        return always(Optional.of(ca));
    }

    private static DatabaseTls always(Optional<Path> ca) {
        return new DatabaseTls(
                DatabaseTls.Mode.VERIFY_FULL, ca, Optional.empty(), Optional.empty());
    }

    private static Server port(int port) {
        return new Server("127.0.0.1", port);
    }

    private static PostgresConfig config(DatabaseTls tls, Server... servers) {
        return new PostgresConfig(
                List.of(servers),
                "postgres",
                "postgres",
                Optional.of(Secret.of("secret-word")),
                tls,
                "gateway",
                Duration.ofSeconds(8),
                Optional.empty());
    }

    private static Database database(PostgresConfig config) {
        return new Database(config, "web-1", ConnectionGuard.NONE);
    }

    private static ConnectionUse use() {
        return ConnectionUse.write("test");
    }
}

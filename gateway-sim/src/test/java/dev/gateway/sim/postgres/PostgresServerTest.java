package dev.gateway.sim.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PostgresServerTest {

    private static final int SOCKET_TIMEOUT_MILLIS = 200;

    private static PostgresServer server;

    @BeforeAll
    static void launch() throws Exception {
        server = PostgresServer.launch();
        server.execute("CREATE TABLE kept (id int)");
    }

    @AfterAll
    static void nothingIsLeft() {
        server.close();
        assertThat(server.data().getParent()).doesNotExist();
        assertThat(server.isRunning()).isFalse();
    }

    @Test
    void writesAreSynchronous() {
        assertThat(server.query("SHOW fsync")).isEqualTo("on");
        assertThat(server.query("SHOW synchronous_commit")).isEqualTo("on");
        assertThat(server.query("SHOW full_page_writes")).isEqualTo("on");
    }

    @Test
    void portAndContentSurviveStopAndCrash() throws Exception {
        int port = server.port();
        server.execute("INSERT INTO kept VALUES (1)");
        server.restart();
        server.execute("INSERT INTO kept VALUES (2)");
        server.kill();
        assertThatThrownBy(server::connect).isInstanceOf(SQLException.class);
        server.start();
        assertThat(server.port()).isEqualTo(port);
        assertThat(server.query("SELECT count(*) FROM kept")).isEqualTo("2");
    }

    @Test
    void frozenServerKeepsConnectionsAndAnswersNothing() throws Exception {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            server.freeze();
            try {
                connection.setNetworkTimeout(Runnable::run, SOCKET_TIMEOUT_MILLIS);
                assertThatThrownBy(() -> statement.execute("SELECT 1"))
                        .isInstanceOf(SQLException.class);
            } finally {
                server.thaw();
            }
        }
        assertThat(server.query("SELECT 1")).isEqualTo("1");
    }

    @Test
    void promotedStandbyHasWhatTheSynchronousPrimaryConfirmed() throws Exception {
        server.execute("CREATE TABLE confirmed (id int)");
        try (PostgresServer standby = server.standby(true)) {
            server.execute("INSERT INTO confirmed VALUES (1)");
            server.kill();
            assertThat(standby.query("SELECT pg_is_in_recovery()")).isEqualTo("t");
            standby.promote();
            standby.execute("INSERT INTO confirmed VALUES (2)");
            assertThat(standby.query("SELECT count(*) FROM confirmed")).isEqualTo("2");
            assertThat(standby.query("SELECT pg_walfile_name(pg_current_wal_lsn())"))
                    .startsWith("00000002");
        } finally {
            server.start();
            server.execute("ALTER SYSTEM RESET synchronous_standby_names");
            server.execute("SELECT pg_reload_conf()");
        }
    }
}

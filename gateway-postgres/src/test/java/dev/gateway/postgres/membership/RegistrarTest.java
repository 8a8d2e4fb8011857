package dev.gateway.postgres.membership;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.core.config.journal.HostConfig;
import dev.gateway.core.config.journal.PostgresConfig;
import dev.gateway.core.instance.GatewayHome;
import dev.gateway.core.journal.SessionLiveness;
import dev.gateway.core.platform.AccountId;
import dev.gateway.core.process.ProcessIdentity;
import dev.gateway.core.process.ProcessProbe;
import dev.gateway.core.session.SessionId;
import dev.gateway.postgres.TestDatabase;
import dev.gateway.postgres.connection.ConnectionUse;
import dev.gateway.postgres.connection.Database;
import dev.gateway.postgres.schema.ClusterGuard;
import dev.gateway.postgres.schema.Schema;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The registering anew, statement by statement: no thread of a membership runs. */
class RegistrarTest {

    private static final AccountId MAMA = new AccountId("telegram:1");
    private static final AccountId PAPA = new AccountId("telegram:2");

    @TempDir Path home;

    private final AtomicLong nanos = new AtomicLong(System.nanoTime());
    private final PostgresConfig config = TestDatabase.freshSchema();
    private Connection connection;
    private Registrar registrar;
    private Registration first;

    @BeforeEach
    void register() throws Exception {
        var guard = ClusterGuard.of(new GatewayHome(home), TestDatabase.LEASE);
        var database = new Database(config, "one", guard);
        connection = database.connect(ConnectionUse.write("test"));
        Schema.migrate(connection, database);
        guard.schemaExists(connection);
        ProcessProbe probe = ProcessProbe.system();
        ProcessIdentity process = ProcessIdentity.of(probe, probe.self());
        SessionId self = SessionId.random();
        var facts =
                new OwnFacts(
                        self,
                        guard.homeId(),
                        home.toString(),
                        process,
                        "1",
                        HostConfig.named("one"),
                        TestDatabase.LEASE);
        var sessions = new HostSessionTable(database.channel());
        registrar = new Registrar(sessions, facts, alone(self, process), guard, nanos::get);
        first = registrar.first(connection).registration();
        TestDatabase.run(
                config,
                "INSERT INTO account (id, name, session) VALUES ('telegram:1', 'mama', '%s')"
                        .formatted(first.id().text()));
    }

    @AfterEach
    void close() throws Exception {
        connection.close();
    }

    @Test
    void anAttemptHasTheAccountsOfTheOneBeforeWhoseAnswerWasLost() throws Exception {
        first.end("the database is on a new timeline");
        registrar.again(connection, first, HostMarks.NONE, Set.of(MAMA));

        var second = registrar.again(connection, first, HostMarks.NONE, Set.of(MAMA));

        assertThat(second.accounts()).containsOnlyKeys(MAMA);
        assertThat(sessions()).isEqualTo(1);
    }

    @Test
    void anAccountThatOnlyTheDatabaseGivesItIsNotKept() throws Exception {
        first.end("the database is on a new timeline");

        var again = registrar.again(connection, first, HostMarks.NONE, Set.of(PAPA));

        assertThat(again.accounts()).isEmpty();
    }

    @Test
    void afterALapseAnAsynchronousStandbyIsNotBelieved() throws Exception {
        nanos.addAndGet(TestDatabase.LEASE.toNanos());
        first.end("the database is on a new timeline");

        var again = registrar.again(connection, first, HostMarks.NONE, Set.of(MAMA));

        assertThat(again.accounts()).isEmpty();
    }

    @Test
    void afterALapseASynchronousStandbyIsBelieved() throws Exception {
        first.beaten(nanos.get(), true);
        nanos.addAndGet(Duration.ofHours(1).toNanos());
        first.end("the database is on a new timeline");

        var again = registrar.again(connection, first, HostMarks.NONE, Set.of(MAMA));

        assertThat(again.accounts()).containsOnlyKeys(MAMA);
    }

    private int sessions() throws Exception {
        return HostSessionTable.ids(new HostSessionTable("c").all(connection)).size();
    }

    private static SessionLiveness alone(SessionId self, ProcessIdentity process) {
        return new SessionLiveness() {
            @Override
            public SessionId self() {
                return self;
            }

            @Override
            public ProcessIdentity process() {
                return process;
            }

            @Override
            public boolean hasEnded(SessionId other, Optional<ProcessIdentity> ignored) {
                return false;
            }
        };
    }
}

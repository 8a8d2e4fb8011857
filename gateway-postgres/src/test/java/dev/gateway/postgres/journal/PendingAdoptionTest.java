package dev.gateway.postgres.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gateway.core.config.journal.PostgresConfig;
import dev.gateway.core.journal.AccountBinding;
import dev.gateway.core.journal.AccountJournal;
import dev.gateway.core.journal.AccountTakenException;
import dev.gateway.core.journal.AdoptedAccounts.HeldLease;
import dev.gateway.core.journal.Journal;
import dev.gateway.core.journal.JournalSettings;
import dev.gateway.core.journal.engine.JournalLocation;
import dev.gateway.core.journal.sqlite.EventRecorder;
import dev.gateway.core.journal.sqlite.InboundMessageFixtures;
import dev.gateway.core.journal.sqlite.SessionsOfATest;
import dev.gateway.core.platform.AccountId;
import dev.gateway.core.platform.InboundBatch;
import dev.gateway.postgres.TestDatabase;
import dev.gateway.postgres.TestHomes;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PendingAdoptionTest {

    private static final AccountId MAMA = new AccountId("telegram:1");
    private static final AccountBinding BINDING = AccountBinding.of("family", MAMA);

    @TempDir Path home;

    private final PlainEngine engine = new PlainEngine();
    private PostgresConfig config;
    private Journal journal;

    @BeforeEach
    void open() throws Exception {
        JournalLocation location = TestHomes.location(home);
        config = location.config().postgres().orElseThrow();
        journal =
                engine.open(
                        location,
                        JournalSettings.defaults(),
                        Clock.systemUTC(),
                        new EventRecorder().stream(),
                        new SessionsOfATest().begin(),
                        () -> false);
        TestDatabase.run(
                config,
                "INSERT INTO account(id, name, session, epoch, cursor)"
                        + " VALUES ('%s', 'family', '%s', 1, '42')"
                                .formatted(MAMA, engine.session(journal)));
    }

    @AfterEach
    void close() throws Exception {
        journal.close();
    }

    @Test
    void anAccountThatCameWithItsCursorWaitsForNoAnswerOfTheDatabase() throws Exception {
        engine.bring(MAMA, "42");
        AccountJournal account;
        try (Connection other = TestDatabase.connect(config);
                var statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("SELECT 1 FROM account FOR UPDATE");

            account = journal.adopt(new HeldLease("family", 1), BINDING);

            assertThat(account.cursor()).contains("42");
            other.rollback();
        }
        assertThat(account.accept(batch()).fresh()).isEqualTo(1);
        assertThat(journal.counts().pending()).isEqualTo(1);
    }

    @Test
    void whatCameForAnAccountThatAnotherHoldsIsStoredLate() throws Exception {
        engine.bring(MAMA, "42");
        AccountJournal account = journal.adopt(new HeldLease("family", 1), BINDING);
        account.accept(batch());
        TestDatabase.run(config, "UPDATE account SET session = NULL, epoch = 2");
        engine.bring(MAMA, "42");
        TestDatabase.run(
                config,
                "INSERT INTO session(id, home_session, host, home_id, home, pid, version,"
                        + " schema_version, weight, lease_ms, join_after_ms)"
                        + " VALUES ('x', 'x', 'h', 'h', '/', 1, '1', 1, 1, 8000, 60000);"
                        + " UPDATE account SET session = 'x'");

        AccountJournal late = journal.adopt(new HeldLease("family", 2), BINDING);

        assertThatThrownBy(() -> late.accept(batch())).isInstanceOf(AccountTakenException.class);
    }

    private static InboundBatch batch() {
        return new InboundBatch(
                List.of(InboundMessageFixtures.message("hello", "chat")),
                Optional.of("43"),
                Map.of());
    }
}

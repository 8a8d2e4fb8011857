package dev.gateway.core.journal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.core.journal.AccountBinding;
import dev.gateway.core.journal.AccountJournal;
import dev.gateway.core.journal.AdoptedAccounts.HeldLease;
import dev.gateway.core.journal.Journal;
import dev.gateway.core.journal.JournalSettings;
import dev.gateway.core.journal.contract.HoldingContract;
import dev.gateway.core.journal.engine.JournalEngine;
import dev.gateway.core.platform.AccountId;
import dev.gateway.core.platform.InboundBatch;
import dev.gateway.core.sqlite.SqliteConnection;
import dev.gateway.core.time.ManualClock;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The promises about the holding of accounts, and what the file tells of it. */
class AccountHoldingTest extends HoldingContract {

    private static final AccountBinding BINDING =
            AccountBinding.of("family", new AccountId("telegram:1"));

    private final ManualClock clock = new ManualClock();
    private final EventRecorder events = new EventRecorder();
    private final SessionsOfATest sessions = new SessionsOfATest();

    @Override
    protected JournalEngine engine() {
        return new SqliteJournalEngine();
    }

    @Test
    void theNumberOfAHoldingOnlyGrowsWhateverTheRecordOfTheTokenSays() throws Exception {
        try (Journal journal = open()) {
            adopt(journal, 12);
            assertThat(epoch()).isEqualTo(12);
            adopt(journal, 1);
            assertThat(epoch()).isEqualTo(13);
        }
    }

    @Test
    void anAccountThatAReplacedJournalHasLostIsStillHeld() throws Exception {
        try (Journal journal = open()) {
            AccountJournal account = adopt(journal, 3);
            try (SqliteConnection other =
                    SqliteConnection.open(home.resolve("journal.db"), Duration.ofSeconds(5))) {
                other.update("DELETE FROM account");
            }

            account.accept(batch("1", "x", "a"));
            account.accept(batch("2", "x", "b"));

            assertThat(adopt(journal, 1).cursor()).contains("2");
        }
    }

    private long epoch() throws Exception {
        try (SqliteConnection look =
                SqliteConnection.open(home.resolve("journal.db"), Duration.ofSeconds(5))) {
            return look.number("SELECT epoch FROM account WHERE id = 'telegram:1'");
        }
    }

    private static AccountJournal adopt(Journal journal, long epoch) {
        return journal.adopt(new HeldLease("family", epoch), BINDING);
    }

    private static InboundBatch batch(String cursor, String note, String... texts) {
        return new InboundBatch(
                List.of(texts).stream()
                        .map(text -> InboundMessageFixtures.message(text, "chat of " + text))
                        .toList(),
                Optional.of(cursor),
                Map.of("key", note));
    }

    private SqliteJournal open() throws IOException {
        return SqliteJournal.open(
                home.resolve("journal.db"),
                JournalSettings.defaults(),
                clock,
                events.stream(),
                sessions.begin(),
                () -> false);
    }
}

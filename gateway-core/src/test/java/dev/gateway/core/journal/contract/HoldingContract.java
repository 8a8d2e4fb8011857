package dev.gateway.core.journal.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gateway.core.instance.GatewayHome;
import dev.gateway.core.journal.AccountBinding;
import dev.gateway.core.journal.AccountJournal;
import dev.gateway.core.journal.AccountTakenException;
import dev.gateway.core.journal.AdoptedAccounts.HeldLease;
import dev.gateway.core.journal.Journal;
import dev.gateway.core.journal.JournalSettings;
import dev.gateway.core.journal.engine.JournalEngine;
import dev.gateway.core.journal.engine.JournalLocation;
import dev.gateway.core.journal.sqlite.EventRecorder;
import dev.gateway.core.journal.sqlite.InboundMessageFixtures;
import dev.gateway.core.journal.sqlite.SessionsOfATest;
import dev.gateway.core.platform.AccountId;
import dev.gateway.core.platform.InboundBatch;
import dev.gateway.core.time.ManualClock;
import dev.gateway.core.token.TokenKey;
import dev.gateway.core.token.TokenLease;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The promises of each journal to two processes of one home about the account that one holds. */
public abstract class HoldingContract {

    private static final AccountBinding BINDING =
            AccountBinding.of("family", new AccountId("telegram:1"));

    @TempDir protected Path home;
    private final ManualClock clock = new ManualClock();
    private final EventRecorder events = new EventRecorder();
    private final SessionsOfATest sessions = new SessionsOfATest();

    /** Returns the engine under test. */
    protected abstract JournalEngine engine();

    /** Returns the place of the journal of a home; each home has one of its own. */
    protected JournalLocation location(Path folder) {
        return JournalLocation.in(new GatewayHome(folder));
    }

    @Test
    void aFormerHolderStoresItsLateMessagesAndNeitherCursorNorNotes() throws Exception {
        try (Journal old = open();
                Journal next = open()) {
            AccountJournal former = adopt(old, 1);
            former.accept(batch("7", "old's", "a"));
            AccountJournal holder = adopt(next, 1);
            assertThat(holder.cursor()).as("read at the adoption").contains("7");
            holder.accept(batch("9", "next's", "c"));

            assertThatThrownBy(() -> former.accept(batch("8", "late", "b", "c")))
                    .isInstanceOf(AccountTakenException.class)
                    .hasMessage("the token is another process's now");

            assertThat(adopt(next, 1).cursor()).contains("9");
            assertThat(holder.note("key")).contains("next's");
            assertThat(claimed(next)).containsExactlyInAnyOrder("a", "b", "c");
            checkLateAccept(events);
        }
    }

    @Test
    void anOlderAdoptionOfTheSameProcessIsOverToo() throws Exception {
        try (Journal journal = open()) {
            AccountJournal first = adopt(journal, 5);
            AccountJournal second = adopt(journal, 5);

            assertThatThrownBy(() -> first.accept(batch("1", "x", "a")))
                    .isInstanceOf(AccountTakenException.class);
            assertThat(second.accept(batch("2", "x", "b")).fresh()).isEqualTo(1);
        }
    }

    @Test
    void aTokenThatWasLostMeanwhileTakesNothingOver() throws Exception {
        try (Journal old = open();
                Journal next = open()) {
            AccountJournal holder = adopt(next, 1);

            assertThatThrownBy(() -> old.adopt(lost(), BINDING))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("another process's");
            assertThat(holder.accept(batch("2", "x", "b")).fresh()).isEqualTo(1);
        }
    }

    @Test
    void aClosedOneRefusesEverything() throws Exception {
        try (Journal journal = open()) {
            AccountJournal account = adopt(journal, 1);
            account.close();

            assertThatThrownBy(() -> account.accept(batch("1", "x", "a")))
                    .isInstanceOf(IOException.class);
            assertThat(journal.counts().pending()).isZero();
        }
    }

    private static TokenLease lost() {
        return new TokenLease() {
            @Override
            public TokenKey key() {
                return new TokenKey("telegram", "0");
            }

            @Override
            public long epoch() {
                return 99;
            }

            @Override
            public boolean isValid() {
                return false;
            }

            @Override
            public void close() {}
        };
    }

    private static List<String> claimed(Journal journal) throws Exception {
        return journal.inbox().claim(Set.of("family"), 10).taken().stream()
                .map(claim -> claim.message().text())
                .toList();
    }

    /** Checks what was told after a former holder has stored one new message too late. */
    protected void checkLateAccept(EventRecorder told) {
        // An engine for one host tells nothing of it.
    }

    /** Gives an account to the process of a journal, if the engine has to know of it. */
    protected void hold(Journal journal, AccountId account) throws Exception {
        // An engine for one host learns it from the adoption.
    }

    private AccountJournal adopt(Journal journal, long epoch) throws Exception {
        hold(journal, BINDING.account());
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

    private Journal open() throws IOException {
        return engine().open(
                        location(home),
                        JournalSettings.defaults(),
                        clock,
                        events.stream(),
                        sessions.begin(),
                        () -> false);
    }
}

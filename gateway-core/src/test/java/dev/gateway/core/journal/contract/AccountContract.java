package dev.gateway.core.journal.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.core.instance.GatewayHome;
import dev.gateway.core.journal.AccountJournal;
import dev.gateway.core.journal.AdoptedAccounts;
import dev.gateway.core.journal.ClaimBatch;
import dev.gateway.core.journal.ClaimedAnswer;
import dev.gateway.core.journal.ClaimedMessage;
import dev.gateway.core.journal.History.Turn;
import dev.gateway.core.journal.Journal;
import dev.gateway.core.journal.JournalSettings;
import dev.gateway.core.journal.MessageState;
import dev.gateway.core.journal.Outbox;
import dev.gateway.core.journal.SessionLiveness;
import dev.gateway.core.journal.engine.JournalAdmin;
import dev.gateway.core.journal.engine.JournalEngine;
import dev.gateway.core.journal.engine.JournalLocation;
import dev.gateway.core.journal.engine.StoredMessage;
import dev.gateway.core.journal.sqlite.EventRecorder;
import dev.gateway.core.journal.sqlite.InboundMessageFixtures;
import dev.gateway.core.platform.AccountId;
import dev.gateway.core.platform.InboundBatch;
import dev.gateway.core.platform.MessagePart;
import dev.gateway.core.time.ManualClock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The promises of each journal about accounts: a name in the config may stand for different bots
 * over time, and a bot have other names.
 */
public abstract class AccountContract {

    private static final String NAME = "family";
    private static final String ONE = "telegram:1";
    private static final String OTHER = "telegram:2";

    @TempDir protected Path home;
    private final ManualClock clock = new ManualClock();
    private final EventRecorder events = new EventRecorder();

    /** Returns the engine under test. */
    protected abstract JournalEngine engine();

    /** Returns the place of the journal of a home; each home has one of its own. */
    protected JournalLocation location(Path folder) {
        return JournalLocation.in(new GatewayHome(folder));
    }

    @Test
    void anotherAccountOfTheSameNameStartsAnewAndTheFirstOneFindsItsOwnAgain() throws Exception {
        try (Journal journal = open()) {
            AdoptedAccounts.bind(journal, NAME, ONE).accept(batch("7", "one's"));
        }

        try (Journal journal = open()) {
            AccountJournal other = AdoptedAccounts.bind(journal, NAME, OTHER);
            assertThat(other.cursor()).isEmpty();
            assertThat(other.note("token")).isEmpty();
            assertThat(other.accept(batch("3", "other's")).fresh()).isEqualTo(1);
            assertThat(other.cursor()).contains("3");
        }

        try (Journal journal = open()) {
            AccountJournal one = AdoptedAccounts.bind(journal, NAME, ONE);
            assertThat(one.cursor()).contains("7");
            assertThat(one.note("token")).contains("one's");
            assertThat(one.accept(batch("7", "one's")).fresh()).isZero();
        }
    }

    @Test
    void aRenamedAccountKeepsItsQueueItsHistoryItsCursorAndWhatItKnows() throws Exception {
        String id;
        try (Journal journal = open()) {
            AdoptedAccounts.bind(journal, NAME, ONE).accept(batch("7", "t"));
            id = journal.inbox().claim(Set.of(NAME), 1).taken().get(0).id();
            journal.history().store(NAME, "c", new Turn("earlier", "q", "a"), 10);
            journal.outbox().append(NAME, "elsewhere", "to send");
        }

        try (Journal journal = open()) {
            AccountJournal renamed = AdoptedAccounts.bind(journal, "kin", ONE);
            assertThat(renamed.cursor()).contains("7");
            assertThat(renamed.note("token")).contains("t");
            assertThat(renamed.accept(batch("7", "t")).fresh()).isZero();
            assertThat(journal.inbox().platforms()).containsExactly("kin");
            ClaimedMessage again = journal.inbox().claim(Set.of("kin"), 1).taken().get(0);
            assertThat(again.id()).isEqualTo(id);
            assertThat(again.platform()).isEqualTo("kin");
            assertThat(journal.history().recent("kin", "c", 10)).hasSize(1);
            journal.inbox().answered(again, List.of(new MessagePart("answer", List.of())));
            assertThat(journal.outbox().claim("kin", 10).taken())
                    .extracting(answer -> answer.message().text())
                    .containsExactlyInAnyOrder("answer", "to send");
        }
    }

    @Test
    void theMessagesOfAFormerBotStayWithItAndAreShownUnderItsNameAndIdentity() throws Exception {
        try (Journal journal = open()) {
            AdoptedAccounts.bind(journal, NAME, ONE).accept(batch("7", "one's"));
            AdoptedAccounts.bind(journal, NAME, OTHER).accept(batch("7", "other's"));

            assertThat(journal.inbox().claim(Set.of(NAME), 10).taken())
                    .singleElement()
                    .extracting(claim -> claim.account().value())
                    .isEqualTo(OTHER);
        }
        try (JournalAdmin admin = admin()) {
            List<StoredMessage> shown =
                    admin.messages(EnumSet.of(MessageState.PENDING, MessageState.IN_FLIGHT), 10);
            assertThat(shown).extracting(StoredMessage::platform).containsExactly(NAME, NAME);
            assertThat(shown)
                    .extracting(message -> message.account().toString())
                    .containsExactly("family (telegram:1)", "family");
            assertThat(shown.get(0).account().isCalled(ONE)).isTrue();
        }
    }

    @Test
    void whatAnOperatorSendsToABotThatNoGatewayHasServedYetWaitsForIt() throws Exception {
        open().close();
        try (JournalAdmin admin = admin()) {
            admin.send(new AccountId(ONE), NAME, "c", List.of(new MessagePart("hi", List.of())));
            assertThat(admin.answers(false, 10))
                    .singleElement()
                    .extracting("account.name")
                    .isEqualTo(NAME);
        }
        try (Journal journal = open()) {
            AdoptedAccounts.bind(journal, "renamed", ONE);
            assertThat(journal.outbox().claim("renamed", 10).taken()).hasSize(1);
        }
    }

    @Test
    void theAnswersOfAllAccountsAreClaimedInTurnsUpToTheirSharesAndTheLimit() throws Exception {
        try (Journal journal = open()) {
            for (int account = 1; account <= 5; account++) {
                AdoptedAccounts.bind(journal, "bot" + account, "telegram:" + account);
                for (String chat : List.of("a", "b", "c")) {
                    journal.outbox().append("bot" + account, chat, "hi");
                }
            }

            ClaimBatch<ClaimedAnswer> first =
                    journal.outbox().claim(platform -> new Outbox.Share(3, 3), 4);
            assertThat(first.taken()).hasSizeBetween(1, 4);
            List<ClaimedAnswer> taken = new ArrayList<>(first.taken());
            ClaimBatch<ClaimedAnswer> next = first;
            while (taken.size() < 14 && !next.taken().isEmpty()) {
                next =
                        journal.outbox()
                                .claim(
                                        platform ->
                                                platform.equals("bot5")
                                                        ? new Outbox.Share(2, 2)
                                                        : new Outbox.Share(3, 3),
                                        14 - taken.size());
                taken.addAll(next.taken());
            }
            assertThat(taken).hasSize(14).extracting(ClaimedAnswer::id).doesNotHaveDuplicates();
            assertThat(journal.outbox().claim(platform -> Outbox.Share.NONE, 10).taken()).isEmpty();
            assertThat(journal.outbox().claim(platform -> new Outbox.Share(3, 3), 10).taken())
                    .hasSize(1);
        }
    }

    @Test
    void anAccountWithoutIdentityPassesEverythingOnWhenItGetsOne() throws Exception {
        String nameless = AccountId.of("telegram", Optional.empty(), NAME).value();
        try (Journal journal = open()) {
            AdoptedAccounts.bind(journal, NAME, nameless).accept(batch("7", "x"));
            journal.outbox().append("not yet bound", "c", "early");
        }
        try (Journal journal = open()) {
            AccountJournal account = AdoptedAccounts.bind(journal, NAME, ONE);
            assertThat(account.cursor()).contains("7");
            assertThat(account.accept(batch("7", "x")).fresh()).isZero();
            assertThat(journal.inbox().claim(Set.of(NAME), 10).taken()).hasSize(1);
            AdoptedAccounts.bind(journal, "not yet bound", OTHER);
            assertThat(journal.outbox().claim("not yet bound", 10).taken()).hasSize(1);
            assertThat(journal.counts().outbox()).isEqualTo(1);
        }
    }

    @Test
    void idsAreShortRandomAndOfLettersAndDigits() throws Exception {
        try (Journal journal = open()) {
            AdoptedAccounts.bind(journal, NAME, ONE).accept(batch("7", "x"));
            ClaimedMessage message = journal.inbox().claim(Set.of(NAME), 1).taken().get(0);
            journal.inbox()
                    .answered(
                            message,
                            List.of(
                                    new MessagePart("a", List.of()),
                                    new MessagePart("b", List.of())));
            String answer = journal.outbox().claim(NAME, 1).taken().get(0).id();

            assertThat(List.of(message.id(), answer))
                    .doesNotHaveDuplicates()
                    .allMatch(id -> id.matches("[0-9a-z]{16}"));
        }
    }

    private static InboundBatch batch(String cursor, String note) {
        return new InboundBatch(
                List.of(InboundMessageFixtures.message("same", "c")),
                Optional.of(cursor),
                Map.of("token", note));
    }

    private JournalAdmin admin() throws IOException {
        return engine().admin(location(home), clock).orElseThrow();
    }

    private Journal open() throws IOException {
        return open(SessionLiveness.alone());
    }

    private Journal open(SessionLiveness session) throws IOException {
        return engine().open(
                        location(home),
                        JournalSettings.defaults(),
                        clock,
                        events.stream(),
                        session,
                        () -> false);
    }
}

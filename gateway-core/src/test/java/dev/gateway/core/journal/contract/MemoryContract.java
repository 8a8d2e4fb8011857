package dev.gateway.core.journal.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.core.event.EventType;
import dev.gateway.core.instance.GatewayHome;
import dev.gateway.core.journal.AcceptResult;
import dev.gateway.core.journal.AccountBinding;
import dev.gateway.core.journal.AdoptedAccounts;
import dev.gateway.core.journal.ClaimedMessage;
import dev.gateway.core.journal.History.Turn;
import dev.gateway.core.journal.Journal;
import dev.gateway.core.journal.JournalSettings;
import dev.gateway.core.journal.SessionLiveness;
import dev.gateway.core.journal.engine.JournalEngine;
import dev.gateway.core.journal.engine.JournalLocation;
import dev.gateway.core.journal.sqlite.EventRecorder;
import dev.gateway.core.journal.sqlite.InboundMessageFixtures;
import dev.gateway.core.platform.AccountId;
import dev.gateway.core.platform.Attachment;
import dev.gateway.core.platform.InboundBatch;
import dev.gateway.core.platform.InboundMessage;
import dev.gateway.core.platform.MessageContext;
import dev.gateway.core.platform.MessagePart;
import dev.gateway.core.platform.Quote;
import dev.gateway.core.platform.RemoteAttachment;
import dev.gateway.core.time.ManualClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The promises of each journal about what is remembered of conversations, and about messages that
 * are too old.
 */
public abstract class MemoryContract {

    private static final Duration LIMIT = Duration.ofMinutes(30);
    private static final int MOST_CHARACTERS = 200_000;

    @TempDir protected Path home;
    private final ManualClock clock = new ManualClock();
    private final EventRecorder events = new EventRecorder();
    private Journal journal;

    /** Returns the engine under test. */
    protected abstract JournalEngine engine();

    /** Returns the place of the journal of a home; each home has one of its own. */
    protected JournalLocation location(Path folder) {
        return JournalLocation.in(new GatewayHome(folder));
    }

    @BeforeEach
    void open() throws IOException {
        journal =
                engine().open(
                                location(home),
                                JournalSettings.defaults(),
                                clock,
                                events.stream(),
                                SessionLiveness.alone(),
                                () -> false);
    }

    @AfterEach
    void close() {
        journal.close();
    }

    @Test
    void whatIsOlderIsConfirmedCountedAndTold() throws Exception {
        bind(Optional.of(LIMIT));

        AcceptResult result = accept(aged("1", 50), aged("2", 31), aged("3", 30), aged("4", 0));

        assertThat(result).isEqualTo(new AcceptResult(2, 0, 2));
        assertThat(AdoptedAccounts.of(journal, "tg").cursor()).contains("next");
        assertThat(journal.counts().refused()).isEqualTo(2);
        assertThat(journal.counts().pending()).isEqualTo(2);
        assertThat(events.of(EventType.MESSAGES_SKIPPED)).hasSize(1);
        assertThat(events.of(EventType.MESSAGES_SKIPPED).get(0).fields())
                .containsEntry("messages", 2)
                .containsEntry("oldest", clock.instant().minus(Duration.ofMinutes(50)).toString());
    }

    @Test
    void aMessageThatIsDeliveredAgainHoursLaterIsNotTold() throws Exception {
        bind(Optional.of(LIMIT));
        InboundMessage message = aged("1", 0);
        accept(message);
        clock.forward(Duration.ofHours(6));

        assertThat(accept(message)).isEqualTo(new AcceptResult(0, 1));
        assertThat(events.of(EventType.MESSAGES_SKIPPED)).isEmpty();
    }

    @Test
    void withoutALimitTheWholeBacklogIsAnswered() throws Exception {
        bind(Optional.empty());

        assertThat(accept(aged("1", 60 * 24))).isEqualTo(new AcceptResult(1, 0));
    }

    private void bind(Optional<Duration> maxAge) {
        AdoptedAccounts.bind(
                journal,
                new AccountBinding(
                        "tg", new AccountId("telegram:1"), Duration.ZERO, false, maxAge));
    }

    private InboundMessage aged(String key, int minutes) {
        return new InboundMessage(
                key,
                "chat " + key,
                "anna",
                true,
                "hello",
                List.of(),
                "",
                clock.instant().minus(Duration.ofMinutes(minutes)));
    }

    private AcceptResult accept(InboundMessage... messages) throws Exception {
        return AdoptedAccounts.of(journal, "tg")
                .accept(new InboundBatch(List.of(messages), Optional.of("next"), Map.of()));
    }

    @Test
    void aReceivedMessageIsFoundByItsIdEvenWhenItIsDone() throws Exception {
        AdoptedAccounts.bind(journal, keeping("weixin:b1@im.bot"));
        AdoptedAccounts.of(journal, "mama").accept(InboundBatch.of(message("7", "hello")));
        ClaimedMessage claim = journal.inbox().claim(Set.of("mama"), 1).taken().get(0);
        journal.inbox().answered(claim, List.of());

        assertThat(AdoptedAccounts.of(journal, "mama").said("7"))
                .contains(new Quote("7", "user", "Anna", "hello", List.of()));
        assertThat(AdoptedAccounts.of(journal, "mama").said("8")).isEmpty();
    }

    @Test
    void aFileIsNamedInItsPlace() throws Exception {
        AdoptedAccounts.bind(journal, keeping("weixin:b1@im.bot"));
        var file = new RemoteAttachment(Attachment.Kind.FILE, "a.pdf", "application/pdf", 0, "x");
        AdoptedAccounts.of(journal, "mama")
                .accept(InboundBatch.of(message("7", "").withRemote(List.of(file))));

        assertThat(AdoptedAccounts.of(journal, "mama").said("7"))
                .map(Quote::text)
                .contains("[file a.pdf]");
    }

    @Test
    void aSentAnswerIsFoundByTheIdThatThePlatformGaveIt() throws Exception {
        AdoptedAccounts.bind(journal, keeping("weixin:b1@im.bot"));
        AdoptedAccounts.of(journal, "mama").accept(InboundBatch.of(message("7", "hello")));
        ClaimedMessage claim = journal.inbox().claim(Set.of("mama"), 1).taken().get(0);
        journal.inbox().answered(claim, List.of(new MessagePart("good morning", List.of())));
        var answer = journal.outbox().claim("mama", 1).taken().get(0);

        journal.outbox().sentAsync(answer, Optional.of("99")).join();

        assertThat(AdoptedAccounts.of(journal, "mama").said("99"))
                .contains(new Quote("99", "b1@im.bot", "", "good morning", List.of()));
    }

    @Test
    void otherAccountsAndPlatformsThatNeedNoneHaveNone() throws Exception {
        AdoptedAccounts.bind(journal, keeping("weixin:b1@im.bot"));
        AdoptedAccounts.of(journal, "mama").accept(InboundBatch.of(message("7", "hello")));
        AdoptedAccounts.bind(journal, keeping("weixin:b2@im.bot"));
        assertThat(AdoptedAccounts.of(journal, "mama").said("7")).as("another bot").isEmpty();
        AdoptedAccounts.bind(journal, "tg", "telegram:1");
        AdoptedAccounts.of(journal, "tg").accept(InboundBatch.of(message("7", "hello")));

        assertThat(AdoptedAccounts.of(journal, "tg").said("7")).isEmpty();
    }

    @Test
    void theLastTurnsOfAConversationAreKeptInTheirOrder() throws Exception {
        AdoptedAccounts.bind(journal, "tg", "telegram:1");
        for (int i = 1; i <= 5; i++) {
            journal.history().store("tg", "c", new Turn("m" + i, "said " + i, "answered"), 3);
        }
        journal.history().store("tg", "other", new Turn("m6", "said", "answered"), 3);
        journal.history().store("tg", "c", new Turn("m4", "said again", "answered again"), 3);

        assertThat(journal.history().recent("tg", "c", 10))
                .extracting(Turn::message)
                .containsExactlyInAnyOrder("said 3", "said again", "said 5");
        assertThat(journal.history().recent("tg", "c", 1)).hasSize(1);

        journal.history().clear("tg", "c");

        assertThat(journal.history().recent("tg", "c", 10)).isEmpty();
        assertThat(journal.history().recent("tg", "other", 10)).hasSize(1);
    }

    @Test
    void longTurnsAreLimitedInAllAndTheNewestStay() throws Exception {
        AdoptedAccounts.bind(journal, "tg", "telegram:1");
        for (int i = 1; i <= 5; i++) {
            String text = "x".repeat(MOST_CHARACTERS / 3);
            journal.history().store("tg", "c", new Turn("m" + i, text + i, "short"), 10);
        }

        assertThat(journal.history().recent("tg", "c", 10))
                .hasSizeLessThan(5)
                .last()
                .satisfies(turn -> assertThat(turn.message()).endsWith("x5"));
    }

    private static AccountBinding keeping(String account) {
        return new AccountBinding(
                "mama", new AccountId(account), Duration.ZERO, true, Optional.empty());
    }

    private static InboundMessage message(String id, String text) {
        InboundMessage message = InboundMessageFixtures.message("key-" + id, "chat");
        return new InboundMessage(
                        message.dedupKey(),
                        message.conversation(),
                        message.sender(),
                        message.direct(),
                        text,
                        message.attachments(),
                        message.replyContext(),
                        message.sentAt())
                .withContext(MessageContext.builder().senderName("Anna").messageId(id).build());
    }
}

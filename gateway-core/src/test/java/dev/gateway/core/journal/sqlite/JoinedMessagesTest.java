package dev.gateway.core.journal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.core.access.AccessRule;
import dev.gateway.core.access.Admission;
import dev.gateway.core.event.EventType;
import dev.gateway.core.journal.AcceptResult;
import dev.gateway.core.journal.AccountBinding;
import dev.gateway.core.journal.AdoptedAccounts;
import dev.gateway.core.journal.ClaimBatch;
import dev.gateway.core.journal.ClaimedMessage;
import dev.gateway.core.journal.JournalSettings;
import dev.gateway.core.journal.MessageCounts;
import dev.gateway.core.platform.AccountId;
import dev.gateway.core.platform.Attachment;
import dev.gateway.core.platform.InboundBatch;
import dev.gateway.core.platform.InboundMessage;
import dev.gateway.core.platform.MessageContext;
import dev.gateway.core.platform.MessageKind;
import dev.gateway.core.platform.MessagePart;
import dev.gateway.core.platform.RemoteAttachment;
import dev.gateway.core.time.ManualClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JoinedMessagesTest {

    private static final Duration WINDOW = Duration.ofMillis(500);
    private static final String LONG = "x".repeat(4096);

    @TempDir Path home;
    private final ManualClock clock = new ManualClock();
    private final EventRecorder events = new EventRecorder();
    private SqliteJournal journal;

    @BeforeEach
    void open() throws IOException {
        journal = reopened();
    }

    @AfterEach
    void close() {
        journal.close();
    }

    @Test
    void anAlbumIsOneMessageWithItsFilesInOrderAfterItsWindow() throws Exception {
        accept(photo("1", "look", "A"));
        clock.forward(Duration.ofMillis(200));
        accept(photo("2", "", "A"));
        ClaimBatch<ClaimedMessage> tooEarly = claim();
        assertThat(tooEarly.taken()).isEmpty();
        assertThat(tooEarly.nextDue()).contains(clock.instant().plus(WINDOW));

        clock.forward(WINDOW);
        ClaimedMessage album = only(claim());

        assertThat(album.message().text()).isEqualTo("look");
        assertThat(album.message().remote())
                .extracting(RemoteAttachment::reference)
                .containsExactly("1", "2");
        assertThat(album.message().context().kind()).isEqualTo(MessageKind.IMAGE);
        assertThat(events.of(EventType.MESSAGE_JOINED)).hasSize(1);
        assertThat(events.of(EventType.MESSAGE_JOINED).get(0).fields())
                .containsEntry("into", album.id());
        answer(album);
        assertThat(claim().taken()).isEmpty();
        assertThat(journal.counts()).isEqualTo(new MessageCounts(0, 0, 2, 0, 0));
    }

    @Test
    void anAlbumThatIsWholeNeverWaits() throws Exception {
        List<InboundMessage> parts = new ArrayList<>();
        for (int i = 0; i < 11; i++) {
            parts.add(photo("" + i, "", "A"));
        }
        accept(parts);
        ClaimedMessage ten = only(claim());
        assertThat(ten.message().remote()).hasSize(10);
        answer(ten);
        assertThat(claim().taken()).as("the eleventh, which might go on").isEmpty();

        accept(message("next", "and now?"));

        assertThat(only(claim()).message().remote()).hasSize(1);
    }

    @Test
    void noAlbumKeepsItsConversationWaitingForLong() throws Exception {
        for (int i = 0; i < 9; i++) {
            accept(photo("" + i, "", "A"));
            clock.forward(Duration.ofMillis(400));
        }

        assertThat(only(claim()).message().remote()).hasSize(9);
    }

    @Test
    void aLatePartOfAnAlbumIsAMessageOfItsOwn() throws Exception {
        accept(photo("1", "", "A"));
        clock.forward(WINDOW);
        ClaimedMessage first = only(claim());
        accept(photo("2", "", "A"));
        clock.forward(WINDOW);
        assertThat(claim().taken()).isEmpty();
        journal.inbox().release(List.of(first));

        assertThat(only(claim()).message().remote()).hasSize(1);
    }

    @Test
    void aTextThatThePlatformHasCutIsOneMessage() throws Exception {
        accept(message("1", LONG));
        assertThat(claim().taken()).isEmpty();
        accept(message("2", LONG));
        accept(message("3", "the end"));

        ClaimedMessage text = only(claim());

        assertThat(text.message().text()).isEqualTo(LONG + "\n" + LONG + "\nthe end");
        assertThat(text.message().replyContext()).isEqualTo("context-3");
    }

    @Test
    void aLongTextAloneWaitsForItsWindowOnly() throws Exception {
        accept(message("1", LONG));
        clock.forward(WINDOW);

        assertThat(only(claim()).message().text()).isEqualTo(LONG);
    }

    @Test
    void aShortTextNeverWaitsAndIsNeverJoined() throws Exception {
        accept(message("1", "hi"), message("2", "there"));

        assertThat(only(claim()).message().text()).isEqualTo("hi");
    }

    @Test
    void aBacklogOfMessagesThatWereSentHoursApartIsNotJoined() throws Exception {
        accept(message("1", LONG), sentAt(message("2", "hours later"), Duration.ofHours(3)));

        assertThat(only(claim()).message().text()).isEqualTo(LONG);
    }

    @Test
    void anotherPersonsMessagesAreNeitherJoinedNorLost() throws Exception {
        accept(photo("1", "a", "A"), from("bob", photo("2", "b", "A")), photo("3", "c", "A"));
        clock.forward(WINDOW);

        ClaimedMessage mine = only(claim());
        assertThat(mine.message().text()).isEqualTo("a\nc");
        answer(mine);

        assertThat(only(claim()).message().text()).isEqualTo("b");
    }

    @Test
    void aBurstIsOneMessageIfTheAccountWantsIt() throws Exception {
        AdoptedAccounts.bind(
                journal,
                new AccountBinding(
                        "tg",
                        new AccountId("telegram:1"),
                        Duration.ofMillis(800),
                        false,
                        Optional.empty()));
        accept(message("1", "hi"));
        clock.forward(Duration.ofMillis(700));
        assertThat(claim().taken()).isEmpty();
        accept(message("2", "are you there?"));
        clock.forward(Duration.ofMillis(700));
        assertThat(claim().taken()).isEmpty();
        accept(message("3", "/stop"));

        ClaimedMessage burst = only(claim());
        assertThat(burst.message().text()).isEqualTo("hi\nare you there?");
        answer(burst);
        assertThat(only(claim()).message().text()).as("never waits").isEqualTo("/stop");
    }

    @Test
    void thePartsOfAMessageThatAddressesTheBotBelongToItAndOthersDoNot() throws Exception {
        Admission addressed = Admission.OPEN;
        Admission not = new Admission(Admission.Outcome.REFUSE, AccessRule.NOT_ADDRESSED);
        List<InboundMessage> messages =
                List.of(
                        photo("0", "of another album", "B"),
                        photo("1", "@bot look", "A"),
                        photo("2", "", "A"),
                        from("bob", photo("3", "", "A")),
                        message("4", "nothing for you"));

        AcceptResult result =
                AdoptedAccounts.of(journal, "tg")
                        .accept(
                                new InboundBatch(messages, Optional.empty(), Map.of()),
                                List.of(not, addressed, not, not, not));

        assertThat(result).isEqualTo(new AcceptResult(2, 0, 3));
        clock.forward(WINDOW);
        assertThat(only(claim()).message().remote()).hasSize(2);
        accept(message("5", LONG));
        assertThat(
                        AdoptedAccounts.of(journal, "tg")
                                .accept(InboundBatch.of(message("6", "the end")), List.of(not))
                                .fresh())
                .isEqualTo(1);
    }

    @Test
    void aKillWithinTheWindowLosesNothingAndPartsAreKnownWhenDeliveredAgain() throws Exception {
        InboundMessage first = photo("1", "one", "A");
        accept(first);
        claim();
        journal = reopened();
        assertThat(AdoptedAccounts.of(journal, "tg").accept(InboundBatch.of(first)))
                .isEqualTo(new AcceptResult(0, 1));
        InboundMessage second = photo("2", "two", "A");
        accept(second);
        clock.forward(WINDOW);
        String id = only(claim()).id();

        journal = reopened();

        ClaimedMessage again = only(claim());
        assertThat(again.id()).isEqualTo(id);
        assertThat(again.message().text()).isEqualTo("one\ntwo");
        assertThat(again.message().remote()).hasSize(2);
        assertThat(AdoptedAccounts.of(journal, "tg").accept(InboundBatch.of(second)))
                .isEqualTo(new AcceptResult(0, 1));
        journal.inbox()
                .loaded(
                        again,
                        List.of(),
                        "one\ntwo\n[image is not available]",
                        again.message().context());
        answer(only(claim()));
        assertThat(journal.counts()).isEqualTo(new MessageCounts(0, 0, 2, 0, 0));
    }

    @Test
    void aClockThatWasSetBackKeepsNoAlbumWaiting() throws Exception {
        accept(photo("1", "", "A"));
        clock.forward(Duration.ofHours(-1));

        assertThat(claim().nextDue()).isPresent();
        clock.forward(Duration.ofHours(1).plusSeconds(1));
        only(claim());
    }

    private static InboundMessage message(String key, String text) {
        return new InboundMessage(
                key,
                "chat",
                "anna",
                true,
                text,
                List.of(),
                "context-" + key,
                Instant.ofEpochSecond(1));
    }

    private static InboundMessage photo(String key, String caption, String album) {
        var file = new RemoteAttachment(Attachment.Kind.IMAGE, "photo.jpg", "image/jpeg", 7, key);
        MessageContext context =
                MessageContext.builder().kind(MessageKind.IMAGE).album(album).build();
        return message(key, caption).withRemote(List.of(file)).withContext(context);
    }

    private static InboundMessage sentAt(InboundMessage message, Duration later) {
        return new InboundMessage(
                message.dedupKey(),
                message.conversation(),
                message.sender(),
                message.direct(),
                message.text(),
                message.attachments(),
                message.replyContext(),
                message.sentAt().plus(later));
    }

    private static InboundMessage from(String sender, InboundMessage message) {
        return new InboundMessage(
                message.dedupKey(),
                message.conversation(),
                sender,
                message.direct(),
                message.text(),
                message.attachments(),
                message.remote(),
                message.replyContext(),
                message.sentAt(),
                message.context());
    }

    private void accept(InboundMessage... messages) throws Exception {
        accept(List.of(messages));
    }

    private void accept(List<InboundMessage> messages) throws Exception {
        AdoptedAccounts.of(journal, "tg")
                .accept(new InboundBatch(messages, Optional.empty(), Map.of()));
    }

    private ClaimBatch<ClaimedMessage> claim() throws Exception {
        return journal.inbox().claim(Set.of("tg"), 10);
    }

    private static ClaimedMessage only(ClaimBatch<ClaimedMessage> batch) {
        assertThat(batch.taken()).hasSize(1);
        return batch.taken().get(0);
    }

    private void answer(ClaimedMessage message) throws Exception {
        List<MessagePart> none = List.of();
        assertThat(journal.inbox().answered(message, none)).isTrue();
    }

    private SqliteJournal reopened() throws IOException {
        if (journal != null) {
            journal.close();
        }
        return SqliteJournal.open(
                home.resolve("journal.db"), JournalSettings.defaults(), clock, events.stream());
    }
}

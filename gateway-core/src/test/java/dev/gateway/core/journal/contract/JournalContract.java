package dev.gateway.core.journal.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.core.event.EventType;
import dev.gateway.core.instance.GatewayHome;
import dev.gateway.core.journal.AcceptResult;
import dev.gateway.core.journal.AdoptedAccounts;
import dev.gateway.core.journal.ClaimBatch;
import dev.gateway.core.journal.ClaimedAnswer;
import dev.gateway.core.journal.ClaimedMessage;
import dev.gateway.core.journal.Journal;
import dev.gateway.core.journal.JournalSettings;
import dev.gateway.core.journal.MessageCounts;
import dev.gateway.core.journal.MessageState;
import dev.gateway.core.journal.SessionLiveness;
import dev.gateway.core.journal.engine.JournalAdmin;
import dev.gateway.core.journal.engine.JournalEngine;
import dev.gateway.core.journal.engine.JournalLocation;
import dev.gateway.core.journal.sqlite.EventRecorder;
import dev.gateway.core.journal.sqlite.InboundMessageFixtures;
import dev.gateway.core.platform.Attachment;
import dev.gateway.core.platform.InboundBatch;
import dev.gateway.core.platform.InboundMessage;
import dev.gateway.core.platform.MessagePart;
import dev.gateway.core.time.ManualClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The promises of each journal, whatever engine keeps it: a module with an engine of its own
 * extends this.
 */
public abstract class JournalContract {

    private static final Set<String> ALL = Set.of("tg", "wx");

    @TempDir protected Path home;
    protected final ManualClock clock = new ManualClock();
    protected final EventRecorder events = new EventRecorder();
    protected Journal journal;

    /** Returns the engine under test. */
    protected abstract JournalEngine engine();

    /** Returns the place of the journal of a home; each home has one of its own. */
    protected JournalLocation location(Path folder) {
        return JournalLocation.in(new GatewayHome(folder));
    }

    @BeforeEach
    void open() throws IOException {
        journal = reopened();
    }

    @AfterEach
    void close() {
        journal.close();
    }

    @Test
    void storesMessagesCursorAndNotesTogether() throws Exception {
        var batch =
                new InboundBatch(
                        List.of(
                                InboundMessageFixtures.message("1", "a"),
                                InboundMessageFixtures.message("2", "b")),
                        Optional.of("cursor-7"),
                        Map.of("token:a", "t1"));

        assertThat(AdoptedAccounts.of(journal, "tg").accept(batch))
                .isEqualTo(new AcceptResult(2, 0));

        journal = reopened();
        assertThat(AdoptedAccounts.of(journal, "tg").cursor()).contains("cursor-7");
        assertThat(AdoptedAccounts.of(journal, "tg").note("token:a")).contains("t1");
        assertThat(journal.counts().pending()).isEqualTo(2);
        assertThat(AdoptedAccounts.of(journal, "wx").cursor()).isEmpty();
        assertThat(AdoptedAccounts.of(journal, "wx").note("token:a")).isEmpty();
    }

    @Test
    void leavesOutWhatItKnowsButTakesTheCursor() throws Exception {
        AdoptedAccounts.of(journal, "tg").accept(InboundMessageFixtures.in("a", "1"));

        var again =
                new InboundBatch(
                        List.of(
                                InboundMessageFixtures.message("1", "a"),
                                InboundMessageFixtures.message("2", "a"),
                                InboundMessageFixtures.message("2", "a")),
                        Optional.of("next"),
                        Map.of());

        assertThat(AdoptedAccounts.of(journal, "tg").accept(again))
                .isEqualTo(new AcceptResult(1, 2));
        assertThat(AdoptedAccounts.of(journal, "tg").cursor()).contains("next");
        assertThat(events.of(EventType.MESSAGE_ACCEPTED)).hasSize(2);
    }

    @Test
    void keysOfTwoAccountsAreTwoKeys() throws Exception {
        assertThat(
                        AdoptedAccounts.of(journal, "tg")
                                .accept(InboundMessageFixtures.in("a", "1"))
                                .fresh())
                .isEqualTo(1);
        assertThat(
                        AdoptedAccounts.of(journal, "wx")
                                .accept(InboundMessageFixtures.in("a", "1"))
                                .fresh())
                .isEqualTo(1);
    }

    @Test
    void remembersKeysOfMessagesThatAreDone() throws Exception {
        AdoptedAccounts.of(journal, "tg").accept(InboundMessageFixtures.in("a", "1"));
        answerAndSend("fine");
        journal = reopened();

        assertThat(AdoptedAccounts.of(journal, "tg").accept(InboundMessageFixtures.in("a", "1")))
                .isEqualTo(new AcceptResult(0, 1));
        assertThat(journal.counts()).isEqualTo(new MessageCounts(0, 0, 1, 0, 0));
    }

    @Test
    void givesBackEverythingThatWasSaid() throws Exception {
        var picture =
                new Attachment(
                        Attachment.Kind.IMAGE, "ä\".png", "image/png", home.resolve("x y.png"), 7);
        var message =
                new InboundMessage(
                        "k",
                        "c",
                        "s",
                        false,
                        "héllo\n\0世界 \uD83D\uDE00",
                        List.of(picture, picture),
                        "rc",
                        Instant.ofEpochMilli(12345));

        AdoptedAccounts.of(journal, "tg").accept(InboundBatch.of(message));

        assertThat(claimOne().message()).isEqualTo(message);
    }

    @Test
    void handsOutOneMessageOfAConversationAtATimeAndInOrder() throws Exception {
        AdoptedAccounts.of(journal, "tg").accept(InboundMessageFixtures.in("a", "1", "2", "3"));
        AdoptedAccounts.of(journal, "tg").accept(InboundMessageFixtures.in("b", "4"));

        var first = journal.inbox().claim(ALL, 10).taken();
        assertThat(first).extracting(c -> c.message().text()).containsExactlyInAnyOrder("1", "4");
        assertThat(journal.inbox().claim(ALL, 10).taken()).isEmpty();

        for (ClaimedMessage claim : first) {
            assertThat(journal.inbox().answered(claim, List.of())).isTrue();
        }
        assertThat(claimOne().message().text()).isEqualTo("2");
    }

    @Test
    void conversationsTakeTurns() throws Exception {
        AdoptedAccounts.of(journal, "tg")
                .accept(InboundMessageFixtures.in("chatty", "1", "2", "3"));
        clock.forward(Duration.ofMillis(1));
        AdoptedAccounts.of(journal, "tg").accept(InboundMessageFixtures.in("quiet", "4"));

        ClaimedMessage first = claimOne();
        assertThat(first.message().text()).isEqualTo("1");
        clock.forward(Duration.ofMillis(1));
        journal.inbox().answered(first, List.of());
        assertThat(claimOneAndFinish()).isEqualTo("4");
        assertThat(claimOneAndFinish()).isEqualTo("2");
    }

    @Test
    void handsOutOnlyMessagesOfPlatformsThatWereAskedFor() throws Exception {
        AdoptedAccounts.of(journal, "tg").accept(InboundMessageFixtures.in("a", "1"));
        AdoptedAccounts.of(journal, "wx").accept(InboundMessageFixtures.in("a", "2"));

        assertThat(journal.inbox().platforms()).containsExactlyInAnyOrder("tg", "wx");
        assertThat(journal.inbox().claim(Set.of("wx"), 10).taken())
                .extracting(c -> c.message().text())
                .containsExactly("2");
        assertThat(journal.inbox().platforms()).containsExactly("tg");
    }

    @Test
    void aFailedMessageBlocksItsConversationUntilItsNextTry() throws Exception {
        AdoptedAccounts.of(journal, "tg").accept(InboundMessageFixtures.in("a", "1", "2"));
        ClaimedMessage first = claimOne();
        journal.inbox().failed(first, "no luck", clock.instant().plusSeconds(10));

        ClaimBatch<ClaimedMessage> none = journal.inbox().claim(ALL, 10);
        assertThat(none.taken()).isEmpty();
        assertThat(none.nextDue()).contains(clock.instant().plusSeconds(10));

        clock.forward(Duration.ofSeconds(10));
        ClaimedMessage second = claimOne();
        assertThat(second.id()).isEqualTo(first.id());
        assertThat(second.attempt()).isEqualTo(2);
        assertThat(second.failures()).isEqualTo(1);
    }

    @Test
    void aParkedMessageLetsItsConversationGoOn() throws Exception {
        AdoptedAccounts.of(journal, "tg").accept(InboundMessageFixtures.in("a", "1", "2"));
        var sorry = List.of(new MessagePart("sorry", List.of()));

        assertThat(journal.inbox().parked(claimOne(), "poison", sorry)).isTrue();

        assertThat(claimOne().message().text()).isEqualTo("2");
        assertThat(journal.counts()).isEqualTo(new MessageCounts(0, 1, 0, 1, 1));
        ClaimedAnswer apology = claimAnswer();
        assertThat(apology.message().text()).isEqualTo("sorry");
        journal.outbox().sentAsync(apology, Optional.empty()).join();
        assertThat(journal.counts().failed()).isEqualTo(1);
    }

    @Test
    void releasingAMessageCountsNoAttempt() throws Exception {
        AdoptedAccounts.of(journal, "tg").accept(InboundMessageFixtures.in("a", "1"));
        ClaimedMessage claim = claimOne();

        journal.inbox().release(List.of(claim));

        assertThat(claimOne().attempt()).isEqualTo(1);
    }

    @Test
    void aClaimThatWasReleasedIsVoid() throws Exception {
        AdoptedAccounts.of(journal, "tg").accept(InboundMessageFixtures.in("a", "1"));
        ClaimedMessage released = claimOne();
        journal.inbox().release(List.of(released));
        ClaimedMessage current = claimOne();
        var late = List.of(new MessagePart("too late", List.of()));

        assertThat(journal.inbox().answered(released, late)).isFalse();
        assertThat(journal.inbox().failed(released, "x", clock.instant())).isFalse();
        assertThat(journal.inbox().parked(released, "x", late)).isFalse();
        assertThat(journal.counts().outbox()).isZero();
        assertThat(journal.inbox().answered(current, List.of())).isTrue();
    }

    @Test
    void aMessageIsDoneWhenAllPartsOfItsAnswerAreSent() throws Exception {
        AdoptedAccounts.of(journal, "tg").accept(InboundMessageFixtures.in("a", "1"));
        var parts = List.of(new MessagePart("one", List.of()), new MessagePart("two", List.of()));
        journal.inbox().answered(claimOne(), parts);

        ClaimedAnswer one = claimAnswer();
        assertThat(one.message().text()).isEqualTo("one");
        assertThat(one.message().replyContext()).isEqualTo("context-1");
        assertThat(journal.outbox().claim("tg", 10).taken()).isEmpty();
        journal.outbox().sentAsync(one, Optional.empty()).join();
        assertThat(stateOfOnlyMessage()).isEqualTo(MessageState.ANSWERED);

        ClaimedAnswer two = claimAnswer();
        assertThat(two.message().text()).isEqualTo("two");
        journal.outbox().sentAsync(two, Optional.empty()).join();
        assertThat(stateOfOnlyMessage()).isEqualTo(MessageState.DONE);
    }

    @Test
    void idsOfAnswersAreStableAndFitEveryPlatform() throws Exception {
        AdoptedAccounts.of(journal, "tg").accept(InboundMessageFixtures.in("a", "1"));
        journal.inbox().answered(claimOne(), List.of(new MessagePart("x", List.of())));
        String before = claimAnswer().id();

        journal = reopened();

        assertThat(claimAnswer().id()).isEqualTo(before).matches("[A-Za-z0-9-]{1,40}");
    }

    @Test
    void answersKeepTheirOrderWhileTheFirstIsTriedAgain() throws Exception {
        AdoptedAccounts.of(journal, "tg").accept(InboundMessageFixtures.in("a", "1"));
        journal.inbox()
                .answered(
                        claimOne(),
                        List.of(new MessagePart("1", List.of()), new MessagePart("2", List.of())));

        ClaimedAnswer first = claimAnswer();
        journal.outbox().failed(first, "unreachable", clock.instant().plusSeconds(5));
        assertThat(journal.outbox().claim("tg", 10).taken()).isEmpty();
        assertThat(journal.outbox().nextDue("tg")).contains(clock.instant().plusSeconds(5));

        clock.forward(Duration.ofSeconds(5));
        ClaimedAnswer again = claimAnswer();
        assertThat(again.id()).isEqualTo(first.id());
        assertThat(again.failures()).isEqualTo(1);
        journal.outbox().postponed(again, clock.instant());
        assertThat(claimAnswer().failures()).isEqualTo(1);
    }

    @Test
    void aParkedAnswerLetsTheNextOneThrough() throws Exception {
        AdoptedAccounts.of(journal, "tg").accept(InboundMessageFixtures.in("a", "1"));
        journal.inbox()
                .answered(
                        claimOne(),
                        List.of(new MessagePart("1", List.of()), new MessagePart("2", List.of())));

        journal.outbox().parked(claimAnswer(), "blocked by the user");
        ClaimedAnswer second = claimAnswer();
        assertThat(second.message().text()).isEqualTo("2");
        journal.outbox().sentAsync(second, Optional.empty()).join();

        assertThat(journal.counts()).isEqualTo(new MessageCounts(0, 0, 1, 1, 0));
    }

    @Test
    void whatWasInFlightIsPendingAfterAnEndWithoutAWord() throws Exception {
        AdoptedAccounts.of(journal, "tg").accept(InboundMessageFixtures.in("a", "1", "2"));
        claimOne();

        // A close reports nothing about messages in flight: for them it is like a crash.
        journal = reopened();

        assertThat(journal.counts()).isEqualTo(new MessageCounts(2, 0, 0, 0, 0));
        ClaimedMessage again = claimOne();
        assertThat(again.message().text()).isEqualTo("1");
        assertThat(again.attempt()).isEqualTo(2);
        assertThat(events.of(EventType.JOURNAL_OPENED).get(1).fields())
                .containsEntry("requeued", 1);
    }

    @Test
    void aMessageThatEndsTheGatewayAgainAndAgainIsParked() throws Exception {
        AdoptedAccounts.of(journal, "tg")
                .accept(InboundMessageFixtures.in("a", "deadly", "harmless"));
        for (int crash = 0; crash < 10; crash++) {
            assertThat(claimOne().message().text()).isEqualTo("deadly");
            journal = reopened();
        }

        assertThat(claimOne().message().text()).isEqualTo("harmless");
        assertThat(journal.counts().failed()).isEqualTo(1);
        assertThat(events.of(EventType.MESSAGE_PARKED)).hasSize(1);
    }

    @Test
    void aConversationThatAwaitsThePersonIsDueWhenThePersonWrites() throws Exception {
        answer("a", "b");
        for (ClaimedAnswer answer : journal.outbox().claim("tg", 2).taken()) {
            boolean person = answer.message().conversation().equals("a");
            refuse(answer, Duration.ofHours(1), person);
        }

        AdoptedAccounts.of(journal, "tg").accept(InboundMessageFixtures.in("a", "next"));
        AdoptedAccounts.of(journal, "tg").accept(InboundMessageFixtures.in("b", "also"));

        assertThat(journal.outbox().claim("tg", 2).taken())
                .extracting(due -> due.message().conversation())
                .containsExactly("a");
    }

    @Test
    void aPersonWhoWritesWhileTheRefusalIsOnItsWayIsNotMissed() throws Exception {
        answer("a");
        ClaimedAnswer first = claimAnswer();
        AdoptedAccounts.of(journal, "tg").accept(InboundMessageFixtures.in("a", "next"));

        refuse(first, Duration.ofHours(1), true);
        ClaimedAnswer again = claimAnswer();
        refuse(again, Duration.ofHours(1), true);

        assertThat(again.id()).isEqualTo(first.id());
        assertThat(journal.outbox().claim("tg", 1).taken()).isEmpty();
    }

    @Test
    void aRestartKeepsThePauseOfAConversationButNotForLongerThanAnHour() throws Exception {
        answer("a", "b");
        for (ClaimedAnswer answer : journal.outbox().claim("tg", 2).taken()) {
            boolean shortly = answer.message().conversation().equals("a");
            refuse(answer, shortly ? Duration.ofMinutes(1) : Duration.ofDays(300), false);
        }

        journal = reopened();
        assertThat(journal.outbox().claim("tg", 2).taken()).isEmpty();

        clock.forward(Duration.ofMinutes(1));
        ClaimedAnswer due = claimAnswer();
        assertThat(due.message().conversation()).isEqualTo("a");
        assertThat(due.refusals()).isEqualTo(1);
        clock.forward(Duration.ofHours(1));
        assertThat(claimAnswer().message().conversation()).isEqualTo("b");
    }

    @Test
    void conversationsThatWereRefusedLeaveRoomForTheOthers() throws Exception {
        answer("a", "b", "c");
        for (ClaimedAnswer answer : journal.outbox().claim("tg", 2).taken()) {
            refuse(answer, Duration.ZERO, false);
        }

        ClaimBatch<ClaimedAnswer> one = journal.outbox().claim("tg", 3, 1);
        ClaimBatch<ClaimedAnswer> none = journal.outbox().claim("tg", 3, 0);

        assertThat(one.taken())
                .extracting(due -> due.message().conversation())
                .containsExactlyInAnyOrder("a", "c");
        assertThat(none.taken()).isEmpty();
        assertThat(none.nextDue()).isEmpty();
        assertThat(claimAnswer().message().conversation()).isEqualTo("b");
    }

    @Test
    void twoJournalsNeverUseTheSameId(@TempDir Path elsewhere) throws Exception {
        AdoptedAccounts.of(journal, "tg").accept(InboundMessageFixtures.in("a", "1"));
        String here = claimOne().id();
        try (Journal other = open(elsewhere)) {
            AdoptedAccounts.of(other, "tg").accept(InboundMessageFixtures.in("a", "1"));
            assertThat(other.inbox().claim(ALL, 1).taken().get(0).id()).isNotEqualTo(here);
        }
    }

    private void answer(String... conversations) throws Exception {
        for (String conversation : conversations) {
            AdoptedAccounts.of(journal, "tg")
                    .accept(InboundMessageFixtures.in(conversation, "of " + conversation));
            journal.inbox().answered(claimOne(), List.of(new MessagePart("x", List.of())));
            clock.forward(Duration.ofMillis(1));
        }
    }

    private void refuse(ClaimedAnswer answer, Duration pause, boolean person) throws Exception {
        journal.outbox().refused(answer, "no", clock.instant().plus(pause), person);
    }

    private String claimOneAndFinish() throws Exception {
        ClaimedMessage claim = claimOne();
        journal.inbox().answered(claim, List.of());
        return claim.message().text();
    }

    private void answerAndSend(String text) throws Exception {
        journal.inbox().answered(claimOne(), List.of(new MessagePart(text, List.of())));
        journal.outbox().sentAsync(claimAnswer(), Optional.empty()).join();
    }

    private MessageState stateOfOnlyMessage() throws IOException {
        try (JournalAdmin console = engine().readOnlyAdmin(location(home), clock).orElseThrow()) {
            return console.messages(Set.of(MessageState.values()), 10).get(0).state();
        }
    }

    private ClaimedMessage claimOne() throws Exception {
        return journal.inbox().claim(ALL, 1).taken().get(0);
    }

    private ClaimedAnswer claimAnswer() throws Exception {
        return journal.outbox().claim("tg", 1).taken().get(0);
    }

    /** Returns the journal, opened again by another session after the end of the former one. */
    protected final Journal reopened() throws IOException {
        if (journal != null) {
            journal.close();
        }
        Journal next = open(home);
        // An engine for several hosts offers the accounts that this process holds, and no others.
        ALL.forEach(name -> AdoptedAccounts.of(next, name));
        return next;
    }

    /** Opens the journal of a home, for a process that shares it with none. */
    protected final Journal open(Path folder) throws IOException {
        return engine().open(
                        location(folder),
                        JournalSettings.defaults(),
                        clock,
                        events.stream(),
                        SessionLiveness.alone(),
                        () -> false);
    }
}

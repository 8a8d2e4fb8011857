package dev.gateway.core.journal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gateway.core.event.EventType;
import dev.gateway.core.journal.AdoptedAccounts;
import dev.gateway.core.journal.ClaimedAnswer;
import dev.gateway.core.journal.ClaimedMessage;
import dev.gateway.core.journal.JournalSettings;
import dev.gateway.core.journal.MessageState;
import dev.gateway.core.journal.SessionLiveness;
import dev.gateway.core.platform.InboundBatch;
import dev.gateway.core.platform.MessageContext;
import dev.gateway.core.platform.MessagePart;
import dev.gateway.core.time.ManualClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An outgoing session and its successor on one journal. */
class TwoSessionsTest {

    private static final Set<String> TG = Set.of("tg");
    private static final List<MessagePart> ANSWER = List.of(new MessagePart("yes", List.of()));

    @TempDir Path home;

    private final SessionsOfATest sessions = new SessionsOfATest();
    private final SessionLiveness first = sessions.begin();
    private final SessionLiveness second = sessions.begin();
    private final ManualClock clock = new ManualClock();
    private final EventRecorder events = new EventRecorder();
    private SqliteJournal old;
    private SqliteJournal successor;

    @BeforeEach
    void open() throws IOException {
        old = open(first);
    }

    @AfterEach
    void close() {
        old.close();
        if (successor != null) {
            successor.close();
        }
    }

    @Test
    void aSuccessorLeavesTheWorkOfALivingSessionAlone() throws Exception {
        accept(InboundMessageFixtures.in("a", "1", "2"));
        accept(InboundMessageFixtures.in("b", "3"));
        ClaimedMessage one = claim(old);

        successor = open(second);

        assertThat(claim(successor).message().text()).isEqualTo("3");
        assertThat(successor.inbox().claim(TG, 5).taken())
                .as("the conversation stays closed while the old session has its message")
                .isEmpty();
        assertThat(old.inbox().answered(one, ANSWER)).isTrue();
        assertThat(claim(successor).message().text()).isEqualTo("2");
        assertThat(claimAnswer(successor).message().text()).isEqualTo("yes");
    }

    @Test
    void aSuccessorTakesBackWhatAnEndedSessionHad() throws Exception {
        accept(InboundMessageFixtures.in("a", "1", "2"));
        old.outbox().append("tg", "b", "hello");
        claim(old);
        claimAnswer(old);
        sessions.kill(first);

        successor = open(second);

        ClaimedMessage again = claim(successor);
        assertThat(again.message().text()).isEqualTo("1");
        assertThat(again.attempt()).isEqualTo(2);
        assertThat(claimAnswer(successor).message().text()).isEqualTo("hello");
        assertThat(events.of(EventType.SESSION_RECOVERED))
                .singleElement()
                .asString()
                .contains(first.self().text());
    }

    @Test
    void noStepOfAVoidClaimOfAMessageChangesAnything() throws Exception {
        accept(InboundMessageFixtures.in("a", "1", "2"));
        ClaimedMessage lost = claim(old);
        sessions.kill(first);
        successor = open(second);
        ClaimedMessage taken = claim(successor);

        assertThat(old.inbox().answered(lost, ANSWER)).isFalse();
        assertThat(old.inbox().failed(lost, "late", clock.instant())).isFalse();
        assertThat(old.inbox().parked(lost, "late", ANSWER)).isFalse();
        assertThat(old.inbox().loaded(lost, List.of(), "late", MessageContext.NONE)).isFalse();
        assertThat(old.inbox().postpone(lost, clock.instant())).isFalse();
        assertThat(old.inbox().release(List.of(lost))).isZero();

        assertThat(successor.inbox().claim(TG, 5).taken()).as("the lane is not free").isEmpty();
        assertThat(successor.outbox().claim("tg", 5).taken()).isEmpty();
        assertThat(successor.inbox().answered(taken, ANSWER)).isTrue();
    }

    @Test
    void noStepOfAVoidClaimOfAnAnswerChangesAnything() throws Exception {
        old.outbox().append("tg", "a", "first");
        old.outbox().append("tg", "a", "second");
        ClaimedAnswer lost = claimAnswer(old);
        sessions.kill(first);
        successor = open(second);
        ClaimedAnswer taken = claimAnswer(successor);
        assertThat(taken.id()).isEqualTo(lost.id());

        Instant now = clock.instant();
        assertThat(old.outbox().sentAsync(lost, Optional.of("9")).join()).isFalse();
        assertThat(old.outbox().failed(lost, "late", now)).isFalse();
        assertThat(old.outbox().refused(lost, "late", now, true)).isFalse();
        assertThat(old.outbox().postponed(lost, now)).isFalse();
        assertThat(old.outbox().paced(lost, now)).isFalse();
        assertThat(old.outbox().parked(lost, "late")).isFalse();

        assertThat(successor.outbox().claim("tg", 5).taken()).as("the lane is not free").isEmpty();
        assertThat(successor.outbox().sentAsync(taken, Optional.empty()).join()).isTrue();
        assertThat(claimAnswer(successor).message().text()).isEqualTo("second");
    }

    @Test
    void aClaimThatWasTakenBackIsVoidEvenBeforeItIsClaimedAgain() throws Exception {
        accept(InboundMessageFixtures.in("a", "1"));
        old.outbox().append("tg", "b", "hello");
        ClaimedMessage message = claim(old);
        ClaimedAnswer answer = claimAnswer(old);
        sessions.kill(first);
        successor = open(second);

        assertThat(old.inbox().answered(message, ANSWER)).isFalse();
        assertThat(old.outbox().sentAsync(answer, Optional.empty()).join()).isFalse();

        await().until(() -> successor.counts().pending() == 1);
        await().until(() -> successor.counts().outbox() == 1);
    }

    @Test
    void theSameSessionsEarlierClaimIsVoidToo() throws Exception {
        old.outbox().append("tg", "a", "hello");
        ClaimedAnswer earlier = claimAnswer(old);
        assertThat(old.outbox().postponed(earlier, clock.instant())).isTrue();
        ClaimedAnswer now = claimAnswer(old);

        assertThat(old.outbox().postponed(earlier, clock.instant())).isFalse();
        assertThat(old.outbox().claim("tg", 5).taken()).isEmpty();
        assertThat(old.outbox().sentAsync(now, Optional.empty()).join()).isTrue();
    }

    @Test
    void anAnswerThatAnotherSessionSendsCannotBeDropped() throws Exception {
        old.outbox().append("tg", "a", "being sent");
        old.outbox().append("tg", "a", "waits");
        ClaimedAnswer answer = claimAnswer(old);
        try (SqliteJournalAdmin admin = SqliteJournalAdmin.open(file(), clock).orElseThrow()) {
            String waits = admin.answers(false, 5).get(1).id();

            assertThat(admin.drop(answer.id())).isFalse();
            assertThat(admin.drop(waits)).isTrue();
        }
        assertThat(old.outbox().sentAsync(answer, Optional.empty()).join()).isTrue();
        // What another process has written is counted a little later.
        await().until(() -> old.counts().outbox() == 0);
    }

    @Test
    void aMessageThatEndedTheGatewayTenTimesIsParkedWhoeverTakesItBack() throws Exception {
        accept(InboundMessageFixtures.in("a", "deadly"));
        SqliteJournal journal = old;
        SessionLiveness session = first;
        for (int i = 0; i < 10; i++) {
            claim(journal);
            sessions.kill(session);
            session = sessions.begin();
            SqliteJournal next = open(session);
            journal.close();
            journal = next;
        }
        successor = journal;

        await().until(() -> successor.counts().failed() == 1);
        assertThat(successor.inbox().claim(TG, 1).taken()).isEmpty();
        try (SqliteJournalAdmin admin = SqliteJournalAdmin.open(file(), clock).orElseThrow()) {
            assertThat(admin.messages(Set.of(MessageState.PARKED), 5)).hasSize(1);
        }
    }

    private void accept(InboundBatch batch) throws Exception {
        AdoptedAccounts.of(old, "tg").accept(batch);
    }

    private static ClaimedMessage claim(SqliteJournal journal) throws Exception {
        return journal.inbox().claim(TG, 1).taken().get(0);
    }

    private static ClaimedAnswer claimAnswer(SqliteJournal journal) throws Exception {
        return journal.outbox().claim("tg", 1).taken().get(0);
    }

    private Path file() {
        return home.resolve("journal.db");
    }

    private SqliteJournal open(SessionLiveness session) throws IOException {
        return SqliteJournal.open(
                file(),
                JournalSettings.defaults().withBusyTimeout(Duration.ofSeconds(30)),
                clock,
                events.stream(),
                session,
                () -> false);
    }
}

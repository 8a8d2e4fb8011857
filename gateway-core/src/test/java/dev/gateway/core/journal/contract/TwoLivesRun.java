package dev.gateway.core.journal.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gateway.core.journal.AccountJournal;
import dev.gateway.core.journal.ClaimedAnswer;
import dev.gateway.core.journal.ClaimedMessage;
import dev.gateway.core.journal.Journal;
import dev.gateway.core.journal.MessageCounts;
import dev.gateway.core.journal.sqlite.InboundMessageFixtures;
import dev.gateway.core.platform.MessagePart;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A journal, two processes that have it at a time and the model, side by side: any interleaving
 * with crashes of either and of both leaves the journal with the content of the model: one claim in
 * a conversation at a time, by either, in order, nothing lost, and void claims without effect.
 */
public final class TwoLivesRun implements AutoCloseable {

    private static final Set<String> PLATFORM = Set.of("tg");
    private static final int CONVERSATIONS = 3;
    private static final int KEYS = 40;
    private static final List<MessagePart> LATE = List.of(new MessagePart("late", List.of()));

    private final Processes processes;
    private final JournalModel model = new JournalModel();
    private final List<Life> lives = new ArrayList<>();
    private final List<Life> dead = new ArrayList<>();
    private int crashes;

    private TwoLivesRun(Processes processes) throws Exception {
        this.processes = processes;
        lives.add(begin());
        lives.add(begin());
    }

    /** The processes and what they share. */
    public interface Processes {

        /** The most crashes of one run: an engine may park what was in flight at each at once. */
        default int maxCrashes() {
            return Integer.MAX_VALUE;
        }

        /** The time of the processes. */
        Clock clock();

        /** Opens the journal of a new process. */
        Journal begin() throws Exception;

        /** Ends the process of a journal as SIGKILL does; the object stays, and is refused. */
        void kill(Journal journal) throws Exception;

        /** Lets a process act for the account. */
        AccountJournal hold(Journal journal) throws Exception;

        /** Returns what is stored. */
        MessageCounts counts() throws Exception;

        /** Returns whether the process counts all that is stored, or comes to do so. */
        boolean countsAll(Journal journal, MessageCounts stored);
    }

    /** Runs the steps, completes all work and compares after each of them. */
    public static void behaveLikeTheirModel(Processes processes, List<Integer> steps)
            throws Exception {
        try (TwoLivesRun run = new TwoLivesRun(processes)) {
            for (int step : steps) {
                run.step(step % 100, step / 100);
                run.check();
            }
            run.finish();
        }
    }

    /** One life of a process. */
    private static final class Life {
        final Journal journal;
        final List<ClaimedMessage> claims = new ArrayList<>();
        final List<ClaimedAnswer> answers = new ArrayList<>();
        final List<ClaimedMessage> voidClaims = new ArrayList<>();
        final List<ClaimedAnswer> voidAnswers = new ArrayList<>();

        Life(Journal journal) {
            this.journal = journal;
        }

        void loseAll() {
            voidClaims.addAll(claims);
            voidAnswers.addAll(answers);
            claims.clear();
            answers.clear();
        }
    }

    private void step(int what, int which) throws Exception {
        Life life = lives.get(which % 2);
        int choice = which / 2;
        if (what < 28) {
            accept(life, choice);
        } else if (what < 46) {
            claim(life);
        } else if (what < 58) {
            answer(life, choice);
        } else if (what < 62) {
            fail(life, choice);
        } else if (what < 65) {
            release(life, choice);
        } else if (what < 78) {
            claimAnswer(life);
        } else if (what < 87) {
            send(life, choice);
        } else if (what < 90) {
            doNotSend(life, choice);
        } else if (what < 93) {
            useVoidClaims();
        } else if (what < 98) {
            crash(which % 2);
        } else {
            crashBoth();
        }
    }

    private void check() throws Exception {
        assertThat(processes.counts()).isEqualTo(model.counts());
    }

    /** Completes all open work, by turns. */
    private void finish() throws Exception {
        useVoidClaims();
        for (int i = 0; model.anythingToHandle() || !holdsNothing(); i++) {
            Life life = lives.get(i % 2);
            claim(life);
            answer(life, 1);
            claimAnswer(life);
            send(life, 0);
            check();
        }
        for (int i = 0; model.anythingToSend() || !holdsNothing(); i++) {
            claimAnswer(lives.get(i % 2));
            send(lives.get(i % 2), 0);
            check();
        }
        for (Life life : lives) {
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> processes.countsAll(life.journal, model.counts()));
        }
    }

    private boolean holdsNothing() {
        return lives.stream().allMatch(one -> one.claims.isEmpty() && one.answers.isEmpty());
    }

    private void accept(Life life, int which) throws Exception {
        String key = "k" + which % KEYS;
        String conversation = "c" + which % KEYS % CONVERSATIONS;
        boolean fresh = model.accept(conversation, key);
        assertThat(
                        processes
                                .hold(life.journal)
                                .accept(InboundMessageFixtures.in(conversation, key))
                                .fresh())
                .isEqualTo(fresh ? 1 : 0);
    }

    private void claim(Life life) throws Exception {
        processes.hold(life.journal);
        List<ClaimedMessage> taken = life.journal.inbox().claim(PLATFORM, 1).taken();
        if (taken.isEmpty()) {
            assertThat(model.anythingToHandle()).isFalse();
            return;
        }
        ClaimedMessage claim = taken.get(0);
        String conversation = claim.message().conversation();
        JournalModel.UnansweredMessage expected = model.next(conversation);
        assertThat(expected).as("the other session has not the conversation").isNotNull();
        assertThat(claim.message().text()).isEqualTo(expected.text);
        assertThat(claim.attempt()).isEqualTo(expected.attempts + 1);
        assertThat(claim.failures()).isEqualTo(expected.failures);
        model.claimed(conversation);
        life.claims.add(claim);
    }

    private void answer(Life life, int which) throws Exception {
        if (life.claims.isEmpty()) {
            return;
        }
        ClaimedMessage claim = life.claims.remove(which % life.claims.size());
        List<MessagePart> parts = new ArrayList<>();
        for (int i = 0; i < which % 3; i++) {
            parts.add(new MessagePart(claim.message().text() + "/" + i, List.of()));
        }
        assertThat(life.journal.inbox().answered(claim, parts)).isTrue();
        model.answered(
                claim.message().conversation(), parts.stream().map(MessagePart::text).toList());
        life.voidClaims.add(claim);
    }

    private void fail(Life life, int which) throws Exception {
        if (!life.claims.isEmpty()) {
            ClaimedMessage claim = life.claims.remove(which % life.claims.size());
            assertThat(life.journal.inbox().failed(claim, "why", processes.clock().instant()))
                    .isTrue();
            model.failed(claim.message().conversation());
            life.voidClaims.add(claim);
        }
    }

    private void release(Life life, int which) throws Exception {
        if (!life.claims.isEmpty()) {
            ClaimedMessage claim = life.claims.remove(which % life.claims.size());
            assertThat(life.journal.inbox().release(List.of(claim))).isEqualTo(1);
            model.released(claim.message().conversation());
            life.voidClaims.add(claim);
        }
    }

    private void claimAnswer(Life life) throws Exception {
        processes.hold(life.journal);
        List<ClaimedAnswer> taken = life.journal.outbox().claim("tg", 1).taken();
        if (taken.isEmpty()) {
            assertThat(model.anythingToSend()).isFalse();
            return;
        }
        ClaimedAnswer answer = taken.get(0);
        String conversation = answer.message().conversation();
        assertThat(answer.message().text()).isEqualTo(model.nextAnswer(conversation));
        model.sendingIn(conversation);
        life.answers.add(answer);
    }

    private void send(Life life, int which) throws Exception {
        if (life.answers.isEmpty()) {
            return;
        }
        ClaimedAnswer answer = life.answers.remove(which % life.answers.size());
        if (which % 7 == 6) {
            assertThat(life.journal.outbox().parked(answer, "never")).isTrue();
            model.answerParked(answer.message().conversation());
        } else {
            assertThat(life.journal.outbox().sentAsync(answer, Optional.empty()).join()).isTrue();
            model.sent(answer.message().conversation());
        }
        life.voidAnswers.add(answer);
    }

    private void doNotSend(Life life, int which) throws Exception {
        if (!life.answers.isEmpty()) {
            ClaimedAnswer answer = life.answers.remove(which % life.answers.size());
            boolean stored =
                    which % 2 == 0
                            ? life.journal
                                    .outbox()
                                    .failed(answer, "why", processes.clock().instant())
                            : life.journal.outbox().postponed(answer, processes.clock().instant());
            assertThat(stored).isTrue();
            model.notSent(answer.message().conversation());
            life.voidAnswers.add(answer);
        }
    }

    private void useVoidClaims() throws Exception {
        for (Life life : Stream.concat(lives.stream(), dead.stream()).toList()) {
            var inbox = life.journal.inbox();
            for (ClaimedMessage claim : life.voidClaims) {
                assertThat(inbox.answered(claim, LATE)).isFalse();
                assertThat(inbox.failed(claim, "late", processes.clock().instant())).isFalse();
                assertThat(inbox.parked(claim, "late", LATE)).isFalse();
            }
            assertThat(inbox.release(life.voidClaims)).isZero();
            var outbox = life.journal.outbox();
            for (ClaimedAnswer answer : life.voidAnswers) {
                assertThat(outbox.sentAsync(answer, Optional.empty()).join()).isFalse();
                assertThat(outbox.failed(answer, "late", processes.clock().instant())).isFalse();
                assertThat(outbox.paced(answer, processes.clock().instant())).isFalse();
                assertThat(outbox.parked(answer, "late")).isFalse();
            }
        }
    }

    /** Ends a process; the next one and the other's care for it take its work back at once. */
    private void crash(int slot) throws Exception {
        if (++crashes > processes.maxCrashes()) {
            return;
        }
        Life ended = lives.get(slot);
        end(ended);
        lives.set(slot, begin());
        useVoidClaims();
    }

    private void crashBoth() throws Exception {
        if (++crashes > processes.maxCrashes()) {
            return;
        }
        for (Life life : lives) {
            end(life);
        }
        lives.set(0, begin());
        useVoidClaims();
        lives.set(1, begin());
    }

    private void end(Life life) throws Exception {
        List<String> handling =
                life.claims.stream().map(claim -> claim.message().conversation()).toList();
        List<String> sending =
                life.answers.stream().map(answer -> answer.message().conversation()).toList();
        processes.kill(life.journal);
        life.loseAll();
        model.crashed(handling, sending);
        dead.add(life);
    }

    private Life begin() throws Exception {
        return new Life(processes.begin());
    }

    @Override
    public void close() {
        lives.forEach(life -> life.journal.close());
        dead.forEach(life -> life.journal.close());
    }
}

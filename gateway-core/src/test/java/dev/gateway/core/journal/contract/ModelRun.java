package dev.gateway.core.journal.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.core.journal.AcceptResult;
import dev.gateway.core.journal.AdoptedAccounts;
import dev.gateway.core.journal.ClaimedAnswer;
import dev.gateway.core.journal.ClaimedMessage;
import dev.gateway.core.journal.Journal;
import dev.gateway.core.journal.sqlite.InboundMessageFixtures;
import dev.gateway.core.platform.MessagePart;
import dev.gateway.core.time.ManualClock;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One journal and its model, side by side: any sequence of operations and crashes leaves the
 * journal with the content of the model.
 */
public final class ModelRun implements AutoCloseable {

    private static final Set<String> PLATFORM = Set.of("tg");
    private static final int CONVERSATIONS = 3;
    private static final int KEYS = 40;

    private final Lives lives;
    private final ManualClock clock = new ManualClock();
    private final JournalModel model = new JournalModel();
    private final List<ClaimedMessage> claims = new ArrayList<>();
    private final List<ClaimedAnswer> answers = new ArrayList<>();
    private final List<ClaimedMessage> voided = new ArrayList<>();
    private Journal journal;
    private int crashes;

    private ModelRun(Lives lives) throws Exception {
        this.lives = lives;
        this.journal = lives.begin(clock);
    }

    /** The processes that have the journal, one after the other. */
    public interface Lives {

        /** The most crashes of one run: an engine may park what was in flight at each at once. */
        default int maxCrashes() {
            return Integer.MAX_VALUE;
        }

        /** Opens the journal of a new process; its account is adopted. */
        Journal begin(Clock clock) throws Exception;

        /** Ends the process of a journal as SIGKILL does, and opens that of the next one. */
        Journal crash(Journal journal, Clock clock) throws Exception;
    }

    /** Runs the steps, completes all work and compares after each of them. */
    public static void behavesLikeItsModel(Lives lives, List<Integer> steps) throws Exception {
        try (ModelRun run = new ModelRun(lives)) {
            for (int step : steps) {
                run.step(step % 100, step / 100);
                run.check();
            }
            run.crash();
            run.check();
            run.finish();
        }
    }

    private void step(int what, int which) throws Exception {
        if (what < 30) {
            accept(which);
        } else if (what < 50) {
            claim();
        } else if (what < 62) {
            answer(which);
        } else if (what < 66) {
            fail(which);
        } else if (what < 69) {
            park(which);
        } else if (what < 72) {
            release(which);
        } else if (what < 84) {
            claimAnswer();
        } else if (what < 92) {
            send(which);
        } else if (what < 94) {
            doNotSend(which);
        } else if (what < 96) {
            useVoidClaims();
        } else if (what < 98) {
            restart();
        } else {
            crash();
        }
    }

    private void check() {
        assertThat(journal.counts()).isEqualTo(model.counts());
    }

    /** Completes all open work. */
    private void finish() throws Exception {
        while (model.anythingToHandle() || !claims.isEmpty()) {
            claim();
            answer(1);
            check();
        }
        while (model.anythingToSend() || !answers.isEmpty()) {
            claimAnswer();
            send(0);
            check();
        }
        assertThat(journal.counts().outbox()).isZero();
        assertThat(journal.counts().pending()).isZero();
    }

    private void accept(int which) throws Exception {
        String key = "k" + which % KEYS;
        String conversation = "c" + which % KEYS % CONVERSATIONS;
        boolean fresh = model.accept(conversation, key);
        assertThat(
                        AdoptedAccounts.of(journal, "tg")
                                .accept(InboundMessageFixtures.in(conversation, key)))
                .isEqualTo(new AcceptResult(fresh ? 1 : 0, fresh ? 0 : 1));
    }

    private void claim() throws Exception {
        List<ClaimedMessage> taken = journal.inbox().claim(PLATFORM, 1).taken();
        if (taken.isEmpty()) {
            assertThat(model.anythingToHandle()).isFalse();
            return;
        }
        ClaimedMessage claim = taken.get(0);
        String conversation = claim.message().conversation();
        JournalModel.UnansweredMessage expected = model.next(conversation);
        assertThat(claim.message().text()).isEqualTo(expected.text);
        assertThat(claim.attempt()).isEqualTo(expected.attempts + 1);
        assertThat(claim.failures()).isEqualTo(expected.failures);
        model.claimed(conversation);
        claims.add(claim);
    }

    private void answer(int which) throws Exception {
        if (claims.isEmpty()) {
            return;
        }
        ClaimedMessage claim = claims.remove(which % claims.size());
        List<MessagePart> parts = new ArrayList<>();
        for (int i = 0; i < which % 3; i++) {
            parts.add(new MessagePart(claim.message().text() + "/" + i, List.of()));
        }
        assertThat(journal.inbox().answered(claim, parts)).isTrue();
        model.answered(
                claim.message().conversation(), parts.stream().map(MessagePart::text).toList());
        voided.add(claim);
    }

    private void fail(int which) throws Exception {
        if (!claims.isEmpty()) {
            ClaimedMessage claim = claims.remove(which % claims.size());
            assertThat(journal.inbox().failed(claim, "why", clock.instant())).isTrue();
            model.failed(claim.message().conversation());
            voided.add(claim);
        }
    }

    private void park(int which) throws Exception {
        if (!claims.isEmpty()) {
            ClaimedMessage claim = claims.remove(which % claims.size());
            assertThat(journal.inbox().parked(claim, "why", List.of())).isTrue();
            model.parked(claim.message().conversation());
            voided.add(claim);
        }
    }

    private void release(int which) throws Exception {
        if (!claims.isEmpty()) {
            ClaimedMessage claim = claims.remove(which % claims.size());
            journal.inbox().release(List.of(claim));
            model.released(claim.message().conversation());
            voided.add(claim);
        }
    }

    private void useVoidClaims() throws Exception {
        var late = List.of(new MessagePart("late", List.of()));
        for (ClaimedMessage claim : voided) {
            assertThat(journal.inbox().answered(claim, late)).isFalse();
            assertThat(journal.inbox().failed(claim, "late", clock.instant())).isFalse();
            assertThat(journal.inbox().parked(claim, "late", late)).isFalse();
        }
        journal.inbox().release(voided);
    }

    private void claimAnswer() throws Exception {
        List<ClaimedAnswer> taken = journal.outbox().claim("tg", 1).taken();
        if (taken.isEmpty()) {
            assertThat(model.anythingToSend()).isFalse();
            return;
        }
        ClaimedAnswer answer = taken.get(0);
        String conversation = answer.message().conversation();
        assertThat(answer.message().text()).isEqualTo(model.nextAnswer(conversation));
        model.sendingIn(conversation);
        answers.add(answer);
    }

    private void send(int which) throws Exception {
        if (answers.isEmpty()) {
            return;
        }
        ClaimedAnswer answer = answers.remove(which % answers.size());
        if (which % 7 == 6) {
            journal.outbox().parked(answer, "never");
            model.answerParked(answer.message().conversation());
        } else {
            journal.outbox().sentAsync(answer, Optional.empty()).join();
            model.sent(answer.message().conversation());
        }
    }

    private void doNotSend(int which) throws Exception {
        if (!answers.isEmpty()) {
            ClaimedAnswer answer = answers.remove(which % answers.size());
            if (which % 2 == 0) {
                journal.outbox().failed(answer, "why", clock.instant());
            } else {
                journal.outbox().postponed(answer, clock.instant());
            }
            model.notSent(answer.message().conversation());
        }
    }

    /** Restarts cleanly; messages in flight are released as after a crash. */
    private void restart() throws Exception {
        if (++crashes <= lives.maxCrashes()) {
            journal.close();
            journal = lives.begin(clock);
            forget();
        }
    }

    /** Continues with the present content; the former process is dead to it. */
    private void crash() throws Exception {
        if (++crashes <= lives.maxCrashes()) {
            journal = lives.crash(journal, clock);
            forget();
        }
    }

    private void forget() {
        voided.addAll(claims);
        claims.clear();
        answers.clear();
        model.crashed();
    }

    @Override
    public void close() {
        journal.close();
    }
}

package dev.gateway.core.message;

import dev.gateway.core.concurrent.InterruptibleSection;
import dev.gateway.core.concurrent.ThreadShortage;
import dev.gateway.core.concurrent.Timeouts;
import dev.gateway.core.event.EventStream;
import dev.gateway.core.event.EventType;
import dev.gateway.core.journal.ClaimedAnswer;
import dev.gateway.core.journal.Outbox;
import dev.gateway.core.journal.retry.AsyncRetryUntilStored;
import dev.gateway.core.platform.PlatformAdapter;
import dev.gateway.core.platform.PlatformException;
import dev.gateway.core.platform.SendLimits;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sending of one platform's answers: in order within a conversation, several conversations at a
 * time, on threads that all platforms share.
 *
 * <p>An answer that would exceed a limit of the platform waits in the journal, without a thread; it
 * counts neither as refused nor as failed.
 *
 * <p>A refusal or failure is stored with its conversation, in the journal, and makes only that one
 * wait; the account pauses only if the platform throttles the account. Conversations whose last
 * attempt failed share a part of the senders, so that any number of them may hang without delaying
 * the others.
 */
final class PlatformSender {

    private static final Logger LOG = LoggerFactory.getLogger(PlatformSender.class);

    /**
     * The divisor for the part of the senders that serves conversations whose last attempt failed.
     */
    private static final int RETRY_SHARE = 4;

    private final String platform;
    private final DispatcherSettings settings;
    private final Timeouts deadlines;
    private final EventStream events;
    private final SenderPool pool;
    private final int retries;
    private final AtomicInteger retrying = new AtomicInteger();
    private final AtomicInteger claimed = new AtomicInteger();
    private final AtomicInteger callsLeft = new AtomicInteger();
    private final Map<String, PlatformAdapter> sending = new ConcurrentHashMap<>();
    private final SendCooldown cooldown = new SendCooldown();
    private final SendPacer pacer = new SendPacer(System::nanoTime);
    private final SendResultRecorder results;
    private final Predicate<PlatformAdapter> usable;

    /**
     * Creates a sender.
     *
     * @param usable returns whether an adapter may still send, asked before each call
     * @param deadlines the time limit of a call
     * @param storing stores what the platform has taken
     */
    PlatformSender(
            String platform,
            Outbox outbox,
            DispatcherSettings settings,
            Timeouts deadlines,
            Clock clock,
            EventStream events,
            Predicate<PlatformAdapter> usable,
            SenderPool pool,
            AsyncRetryUntilStored storing) {
        this.platform = platform;
        this.settings = settings;
        this.deadlines = deadlines;
        this.events = events;
        this.usable = usable;
        this.pool = pool;
        this.results =
                new SendResultRecorder(
                        platform, outbox, settings, clock, events, cooldown, storing);
        this.retries = Math.max(1, settings.senders() / RETRY_SHARE);
    }

    /** Returns the number of answers that were started and whose results are not stored. */
    int active() {
        return claimed.get();
    }

    /** Returns the number of answers that were started and whose calls have not ended. */
    int calls() {
        return callsLeft.get();
    }

    /** Returns whether an answer is being sent through this adapter. */
    boolean isSendingThrough(PlatformAdapter adapter) {
        return sending.containsValue(adapter);
    }

    /** Returns the remaining pause of the platform. */
    Duration remainingPause(PlatformAdapter adapter) {
        return cooldown.remaining(adapter);
    }

    /** Returns whether the account has used up a limit of its platform for now. */
    boolean isPaced() {
        return !pacer.untilRoom().isZero();
    }

    /** Returns the time until the account may send; zero if it may now. */
    Duration untilAllowed(PlatformAdapter adapter, SendLimits limits) {
        pacer.keepTo(limits);
        Duration paused = cooldown.remaining(adapter);
        return paused.isZero() ? pacer.untilRoom() : paused;
    }

    /** Returns the number of answers that may begin now, while the account may send. */
    Outbox.Share share(int room) {
        int own = Math.min(room, settings.senders() + pool.ahead() - calls());
        return own <= 0
                ? Outbox.Share.NONE
                : new Outbox.Share(pacer.room(own), Math.max(0, retries - retrying.get()));
    }

    /**
     * Starts to send an answer, or lets it wait for a limit of its chat.
     *
     * @return zero if it has begun; otherwise the time until the next attempt
     */
    Duration start(ClaimedAnswer answer, PlatformAdapter adapter) throws InterruptedException {
        Duration wait = pacer.begin(answer.message().conversation());
        if (wait.isZero()) {
            handOver(answer, adapter);
        } else {
            results.pace(answer, wait);
        }
        return wait;
    }

    /** Returns an answer that was not started: it is due again at once. */
    void release(ClaimedAnswer answer) throws InterruptedException {
        results.postpone(answer, Duration.ZERO);
    }

    private static int isRetry(ClaimedAnswer answer) {
        return answer.refusals() > 0 ? 1 : 0;
    }

    private void handOver(ClaimedAnswer answer, PlatformAdapter adapter) {
        retrying.addAndGet(isRetry(answer));
        claimed.incrementAndGet();
        boolean first = callsLeft.getAndIncrement() == 0;
        boolean handedOver = false;
        try {
            pool.start(new OneSending(answer, adapter), first);
            handedOver = true;
        } finally {
            if (!handedOver) {
                callsLeft.decrementAndGet();
                end(answer);
            }
        }
    }

    private void end(ClaimedAnswer answer) {
        sending.remove(answer.id());
        pacer.end(answer.message().conversation());
        retrying.addAndGet(-isRetry(answer));
        claimed.decrementAndGet();
    }

    /** The sending of one answer, on a thread of the pool. */
    private final class OneSending implements SenderPool.Sending {

        private final ClaimedAnswer answer;
        private final PlatformAdapter adapter;
        private final AtomicBoolean called = new AtomicBoolean();
        private final AtomicBoolean ended = new AtomicBoolean();

        OneSending(ClaimedAnswer answer, PlatformAdapter adapter) {
            this.answer = answer;
            this.adapter = adapter;
        }

        @Override
        public void run(SenderPool.Progress progress) {
            boolean storing = false;
            try {
                // Before the adapter is looked up again: from here on it is not disconnected.
                sending.put(answer.id(), adapter);
                storing = sendTimed(progress);
            } catch (InterruptedException e) {
                // The dispatcher ends; the answer stays due, with the same id.
                Thread.currentThread().interrupt();
            } catch (RuntimeException | Error e) {
                recordUnexpected(answer, e);
            } finally {
                if (!storing) {
                    finish(progress);
                }
            }
        }

        @Override
        public void giveBack() {
            try {
                results.postpone(answer, Duration.ZERO);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                endCall();
                end(answer);
            }
        }

        /** Returns whether the result is being stored, without this thread. */
        private boolean sendTimed(SenderPool.Progress progress) throws InterruptedException {
            var call = new InterruptibleSection();
            try (Timeouts.Timeout deadline = deadlines.start(call::expire)) {
                LOG.trace("Sending {}, {}", answer.id(), deadline);
                return send(call, progress);
            }
        }

        private boolean send(InterruptibleSection call, SenderPool.Progress progress)
                throws InterruptedException {
            if (!usable.test(adapter)) {
                // Its lease was lost, or it was replaced, since the claim.
                results.postpone(answer, Duration.ZERO);
                return false;
            }
            try {
                events.publish(
                        EventType.answerSending(answer.id(), platform, answer.failures() + 1));
                var id = call.call(() -> adapter.send(answer.message()));
                endCall(); // After a refusal only when its pause has begun.
                progress.callEnded();
                results.sent(answer, id, () -> finish(progress));
                return true;
            } catch (InterruptibleSection.ExpiredException e) {
                results.retryAfterFailure(
                        answer, "no answer within " + settings.sendDeadline().toSeconds() + " s");
            } catch (PlatformException e) {
                results.refused(answer, adapter, e);
            } catch (RuntimeException | Error e) {
                if (ThreadShortage.is(e)) {
                    results.postpone(answer, ThreadShortage.PAUSE);
                } else {
                    results.failedUnexpectedly(answer, e);
                }
            }
            return false;
        }

        private void endCall() {
            if (called.compareAndSet(false, true)) {
                callsLeft.decrementAndGet();
            }
        }

        /** Ends the sending, perhaps on the thread of the journal. */
        private void finish(SenderPool.Progress progress) {
            endCall();
            if (ended.compareAndSet(false, true)) {
                end(answer);
            }
            progress.resultStored();
        }
    }

    /** Records a failure around the attempt: the answer must not count as being sent for ever. */
    private void recordUnexpected(ClaimedAnswer answer, Throwable e) {
        LOG.error("Sending {} failed unexpectedly", answer.id(), FailureSummary.withoutMessage(e));
        try {
            results.postpone(answer, ThreadShortage.PAUSE);
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
        }
    }
}

package dev.gateway.core.message;

import dev.gateway.core.concurrent.DaemonThreads;
import dev.gateway.core.concurrent.ExecutorTermination;
import dev.gateway.core.concurrent.InterruptibleSection;
import dev.gateway.core.concurrent.ThreadShortage;
import dev.gateway.core.event.EventStream;
import dev.gateway.core.event.EventType;
import dev.gateway.core.journal.ClaimBatch;
import dev.gateway.core.journal.ClaimedAnswer;
import dev.gateway.core.journal.Outbox;
import dev.gateway.core.journal.RetryUntilStored;
import dev.gateway.core.platform.PlatformAdapter;
import dev.gateway.core.platform.PlatformException;
import dev.gateway.core.platform.SendLimits;
import dev.gateway.core.time.Backoff;
import dev.gateway.core.time.Deadline;
import dev.gateway.core.time.Durations;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sender of one platform's answers: in order within a conversation, several conversations at a
 * time. Each kind of refusal leads to its own kind of pause; only undeliverable answers are parked.
 * Idle threads end after a while.
 *
 * <p>An answer that would exceed a limit of the platform waits in the journal, without a thread; it
 * counts neither as refused nor as failed.
 *
 * <p>A refusal or failure is stored with its conversation, in the journal, and makes only that one
 * wait; the account pauses only if the platform throttles the account. Conversations whose last
 * attempt failed share a part of the senders, so that any number of them may hang without delaying
 * the others.
 */
final class PlatformSender implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PlatformSender.class);
    private static final Duration CLOSE_TIMEOUT = Duration.ofMillis(300);
    private static final int IDLE_SECONDS = 10;

    /**
     * The divisor for the part of the senders that serves conversations whose last attempt failed.
     */
    private static final int RETRY_SHARE = 4;

    /** The time after which an apparently undeliverable answer counts as undeliverable. */
    private static final Duration UNDELIVERABLE_AFTER = Duration.ofMinutes(2);

    /**
     * The factor by which an answer that awaits its user is kept longer: a user who writes days
     * later may still want it.
     */
    private static final int WINDOW_FACTOR = 7;

    private static final Duration MAX_WINDOW_PAUSE = Duration.ofHours(1);
    private static final double WINDOW_GROWTH = 3;

    private final String platform;
    private final Outbox outbox;
    private final DispatcherSettings settings;
    private final ScheduledExecutorService timer;
    private final Clock clock;
    private final EventStream events;
    private final Runnable finished;
    private final Semaphore free;
    private final int retries;
    private final AtomicInteger retrying = new AtomicInteger();
    private final SendCooldown cooldown = new SendCooldown();
    private final SendPacer pacer = new SendPacer(System::nanoTime);
    private final FirstAttemptTimes firstAttempts;
    private final ThreadPoolExecutor threads;

    PlatformSender(
            String platform,
            Outbox outbox,
            DispatcherSettings settings,
            ScheduledExecutorService timer,
            Clock clock,
            EventStream events,
            Function<String, ThreadFactory> threads,
            Runnable finished) {
        this.platform = platform;
        this.outbox = outbox;
        this.settings = settings;
        this.timer = timer;
        this.clock = clock;
        this.events = events;
        this.finished = finished;
        this.firstAttempts = new FirstAttemptTimes(clock);
        this.free = new Semaphore(settings.senders());
        this.retries = Math.max(1, settings.senders() / RETRY_SHARE);
        this.threads =
                new ThreadPoolExecutor(
                        settings.senders(),
                        settings.senders(),
                        IDLE_SECONDS,
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(),
                        threads.apply("outbox-" + platform));
        this.threads.allowCoreThreadTimeOut(true);
    }

    /** Returns the number of answers being sent. */
    int active() {
        return settings.senders() - free.availablePermits();
    }

    /** Returns the remaining pause of the platform. */
    Duration remainingPause(PlatformAdapter adapter) {
        return cooldown.remaining(adapter);
    }

    /** Returns whether the account has used up a limit of its platform for now. */
    boolean isPaced() {
        return !pacer.untilRoom().isZero();
    }

    /** Starts the answers that are due and sendable; returns the time until the next call. */
    Duration pump(PlatformAdapter adapter, SendLimits limits, Duration longest)
            throws IOException, InterruptedException {
        pacer.keepTo(limits);
        int room = free.availablePermits();
        if (room == 0) {
            return longest;
        }
        Duration paused = cooldown.remaining(adapter);
        if (!paused.isZero()) {
            return paused;
        }
        Duration untilRoom = pacer.untilRoom();
        if (!untilRoom.isZero()) {
            return Durations.min(longest, untilRoom);
        }
        room = pacer.room(room);
        int retryRoom = Math.max(0, retries - retrying.get());
        ClaimBatch<ClaimedAnswer> claimBatch = outbox.claim(platform, room, retryRoom);
        int handled = 0;
        Duration wait = longest;
        boolean paced = false;
        try {
            for (ClaimedAnswer answer : claimBatch.taken()) {
                Duration ownWait = pacer.begin(answer.message().conversation());
                if (ownWait.isZero()) {
                    handOver(answer, adapter);
                } else {
                    pace(answer, ownWait);
                    wait = Durations.min(wait, ownWait);
                    paced = true;
                }
                handled++;
            }
        } finally {
            release(claimBatch.taken().subList(handled, claimBatch.taken().size()));
        }
        if (claimBatch.taken().size() == room) {
            return paced ? Duration.ZERO : wait; // Those that wait leave their room to others.
        }
        return claimBatch.nextDue().isEmpty()
                ? wait
                : Durations.min(
                        wait, Duration.between(clock.instant(), claimBatch.nextDue().get()));
    }

    /** Gives calls in progress a moment to finish, then interrupts them. */
    @Override
    public void close() {
        closeAll(List.of(this));
    }

    /** Closes several senders within the same moment. */
    static void closeAll(Collection<PlatformSender> senders) {
        senders.forEach(sender -> sender.threads.shutdown());
        if (awaitAll(senders)) {
            return;
        }
        senders.forEach(sender -> sender.threads.shutdownNow());
        awaitAll(senders);
        for (PlatformSender sender : senders) {
            if (!sender.threads.isTerminated()) {
                LOG.warn("Sending to {} did not end.", sender.platform);
            }
        }
    }

    private static boolean awaitAll(Collection<PlatformSender> senders) {
        Deadline end = Deadline.after(CLOSE_TIMEOUT);
        boolean all = true;
        for (PlatformSender sender : senders) {
            all &= ExecutorTermination.await(sender.threads, end.remaining());
        }
        return all;
    }

    private static int isRetry(ClaimedAnswer answer) {
        return answer.refusals() > 0 ? 1 : 0;
    }

    private void handOver(ClaimedAnswer answer, PlatformAdapter adapter) {
        free.acquireUninterruptibly();
        retrying.addAndGet(isRetry(answer));
        boolean handedOver = false;
        try {
            DaemonThreads.execute(threads, () -> supervise(answer, adapter));
            handedOver = true;
        } finally {
            if (!handedOver) {
                pacer.end(answer.message().conversation());
                retrying.addAndGet(-isRetry(answer));
                free.release();
            }
        }
    }

    /** Releases answers that got no thread: they are due again at once. */
    private void release(List<ClaimedAnswer> answers) throws InterruptedException {
        for (ClaimedAnswer answer : answers) {
            postpone(answer, Duration.ZERO);
        }
    }

    private void supervise(ClaimedAnswer answer, PlatformAdapter adapter) {
        try {
            sendTimed(answer, adapter);
        } catch (InterruptedException e) {
            // The dispatcher ends; the answer stays due, with the same id.
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            recordUnexpected(answer, e);
        } finally {
            pacer.end(answer.message().conversation());
            retrying.addAndGet(-isRetry(answer));
            free.release();
            finished.run();
        }
    }

    /** Records a failure around the attempt: the answer must not count as being sent for ever. */
    private void recordUnexpected(ClaimedAnswer answer, Throwable e) {
        LOG.error("Sending {} failed unexpectedly", answer.id(), FailureSummary.withoutMessage(e));
        try {
            postpone(answer, ThreadShortage.PAUSE);
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
        }
    }

    private void sendTimed(ClaimedAnswer answer, PlatformAdapter adapter)
            throws InterruptedException {
        var call = new InterruptibleSection();
        ScheduledFuture<?> deadline =
                timer.schedule(
                        call::expire, settings.sendDeadline().toNanos(), TimeUnit.NANOSECONDS);
        try {
            send(answer, adapter, call);
        } finally {
            deadline.cancel(false);
        }
    }

    private void send(ClaimedAnswer answer, PlatformAdapter adapter, InterruptibleSection call)
            throws InterruptedException {
        try {
            events.publish(EventType.answerSending(answer.id(), platform, answer.failures() + 1));
            var id = call.call(() -> adapter.send(answer.message()));
            // From here until the result is stored, users of a platform without idempotency keys
            // see the answer twice if the process ends.
            events.publish(EventType.answerTaken(answer.id(), platform, id));
            cooldown.end();
            firstAttempts.remove(answer.message().conversation());
            RetryUntilStored.retryUntilStored(
                    () -> {
                        outbox.sent(answer, id);
                        return null;
                    });
            events.publish(EventType.answerSent(answer.id(), platform, id));
        } catch (InterruptibleSection.ExpiredException e) {
            retryAfterFailure(
                    answer, "no answer within " + settings.sendDeadline().toSeconds() + " s");
        } catch (PlatformException e) {
            refused(answer, adapter, e);
        } catch (RuntimeException | Error e) {
            if (ThreadShortage.is(e)) {
                postpone(answer, ThreadShortage.PAUSE);
                return;
            }
            LOG.error(
                    "Sending {} to {} failed unexpectedly",
                    answer.id(),
                    platform,
                    FailureSummary.withoutMessage(e));
            if (answer.failures() + 1 >= settings.maxAttempts()) {
                park(answer, FailureSummary.ofUnexpected(e));
            } else {
                retryAfterFailure(answer, FailureSummary.ofUnexpected(e));
            }
        }
    }

    private void refused(ClaimedAnswer answer, PlatformAdapter adapter, PlatformException refusal)
            throws InterruptedException {
        String reason = FailureSummary.of(refusal);
        LOG.warn("{} did not take {}: {}", platform, answer.id(), reason);
        if (refusal instanceof PlatformException.Undeliverable undeliverable) {
            undeliverable(answer, undeliverable.mayPass(), reason);
        } else if (refusal instanceof PlatformException.Throttled throttled) {
            throttled(answer, throttled, reason);
        } else if (refusal instanceof PlatformException.Expired
                || refusal instanceof PlatformException.Rejected
                || refusal instanceof PlatformException.Conflict) {
            cooldown.startAfterRefusal(adapter);
            postpone(answer, Duration.ZERO);
        } else {
            retryAfterFailure(answer, reason);
        }
    }

    private void undeliverable(ClaimedAnswer answer, boolean mayPass, String reason)
            throws InterruptedException {
        if (!mayPass
                || triedFor(Durations.min(UNDELIVERABLE_AFTER, settings.giveUpAfter()), answer)) {
            park(answer, reason);
        } else {
            tryLater(answer, reason);
        }
    }

    private void throttled(
            ClaimedAnswer answer, PlatformException.Throttled throttled, String reason)
            throws InterruptedException {
        switch (throttled.scope()) {
            case ACCOUNT -> {
                cooldown.start(throttled.retryAfter());
                if (!parkedAfter(settings.giveUpAfter(), answer, reason)) {
                    postpone(answer, throttled.retryAfter());
                }
            }
            case CONVERSATION -> {
                if (!parkedAfter(settings.giveUpAfter(), answer, reason)) {
                    Duration own = settings.resend().after(answer.refusals() + 1);
                    await(answer, reason, Durations.max(throttled.retryAfter(), own), false);
                }
            }
            case WINDOW -> {
                if (!parkedAfter(
                        settings.giveUpAfter().multipliedBy(WINDOW_FACTOR), answer, reason)) {
                    await(answer, reason, windowPause(answer, throttled.retryAfter()), true);
                }
            }
        }
    }

    private static Duration windowPause(ClaimedAnswer answer, Duration first) {
        Duration cap = Durations.max(first, MAX_WINDOW_PAUSE);
        return new Backoff(first, WINDOW_GROWTH, cap).after(answer.refusals() + 1);
    }

    private void retryAfterFailure(ClaimedAnswer answer, String reason)
            throws InterruptedException {
        if (parkedAfter(settings.giveUpAfter(), answer, reason)) {
            return;
        }
        tryLater(answer, reason);
    }

    private void tryLater(ClaimedAnswer answer, String reason) throws InterruptedException {
        Instant retryAt = clock.instant().plus(settings.resend().after(answer.refusals() + 1));
        RetryUntilStored.retryUntilStored(
                () -> {
                    outbox.failed(answer, reason, retryAt);
                    return null;
                });
    }

    /** Parks an answer that could not be sent for too long; returns whether it did. */
    private boolean parkedAfter(Duration giveUpAfter, ClaimedAnswer answer, String reason)
            throws InterruptedException {
        if (!triedFor(giveUpAfter, answer)) {
            return false;
        }
        park(answer, "not sent for " + giveUpAfter.toHours() + " h; last: " + reason);
        return true;
    }

    private boolean triedFor(Duration giveUpAfter, ClaimedAnswer answer) {
        return firstAttempts.isExceeded(
                answer.message().conversation(), answer.id(), answer.since(), giveUpAfter);
    }

    private void await(ClaimedAnswer answer, String reason, Duration time, boolean untilHeard)
            throws InterruptedException {
        Instant until = clock.instant().plus(time);
        RetryUntilStored.retryUntilStored(
                () -> {
                    outbox.refused(answer, reason, until, untilHeard);
                    return null;
                });
    }

    private void postpone(ClaimedAnswer answer, Duration by) throws InterruptedException {
        Instant until = clock.instant().plus(by);
        RetryUntilStored.retryUntilStored(
                () -> {
                    outbox.postponed(answer, until);
                    return null;
                });
    }

    /** Lets an answer wait until a limit of its chat allows it. */
    private void pace(ClaimedAnswer answer, Duration by) throws InterruptedException {
        Instant until = clock.instant().plus(by);
        RetryUntilStored.retryUntilStored(
                () -> {
                    outbox.paced(answer, until);
                    return null;
                });
    }

    private void park(ClaimedAnswer answer, String reason) throws InterruptedException {
        RetryUntilStored.retryUntilStored(
                () -> {
                    outbox.parked(answer, reason);
                    return null;
                });
        firstAttempts.remove(answer.message().conversation());
        LOG.error("Answer {} to {} is parked: {}", answer.id(), platform, reason);
        events.publish(EventType.messageParked(answer.id(), platform, Optional.empty(), reason));
    }
}

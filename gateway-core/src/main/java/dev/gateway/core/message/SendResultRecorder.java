package dev.gateway.core.message;

import dev.gateway.core.event.EventStream;
import dev.gateway.core.event.EventType;
import dev.gateway.core.journal.ClaimedAnswer;
import dev.gateway.core.journal.Outbox;
import dev.gateway.core.journal.retry.AsyncRetryUntilStored;
import dev.gateway.core.journal.retry.RetryUntilStored;
import dev.gateway.core.platform.PlatformAdapter;
import dev.gateway.core.platform.PlatformException;
import dev.gateway.core.time.Backoff;
import dev.gateway.core.time.Durations;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The results of the attempts to send one platform's answers, stored until they are: each kind of
 * refusal leads to its own kind of pause; only undeliverable answers are parked. The result of an
 * answer that is another session's by now changes nothing. Thread-safe.
 */
final class SendResultRecorder {

    private static final Logger LOG = LoggerFactory.getLogger(SendResultRecorder.class);

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
    private final Clock clock;
    private final EventStream events;
    private final SendCooldown cooldown;
    private final AsyncRetryUntilStored storing;
    private final FirstAttemptTimes firstAttempts;

    SendResultRecorder(
            String platform,
            Outbox outbox,
            DispatcherSettings settings,
            Clock clock,
            EventStream events,
            SendCooldown cooldown,
            AsyncRetryUntilStored storing) {
        this.platform = platform;
        this.outbox = outbox;
        this.settings = settings;
        this.clock = clock;
        this.events = events;
        this.cooldown = cooldown;
        this.storing = storing;
        this.firstAttempts = new FirstAttemptTimes(clock);
    }

    /**
     * Records that the platform has taken an answer, without waiting for it.
     *
     * @param stored runs when it is recorded, perhaps on the thread of the journal
     */
    void sent(ClaimedAnswer answer, Optional<String> id, Runnable stored) {
        // From here until the result is stored, users of a platform without idempotency keys
        // see the answer twice if the process ends.
        events.publish(EventType.answerTaken(answer.id(), platform, id));
        cooldown.end();
        firstAttempts.remove(answer.message().conversation());
        storing.retryUntilStored(
                () -> outbox.sentAsync(answer, id),
                own -> {
                    try {
                        if (isOwn(answer, own)) {
                            events.publish(EventType.answerSent(answer.id(), platform, id));
                        }
                    } finally {
                        stored.run();
                    }
                });
    }

    /** Records a failure that is neither the platform's nor the network's. */
    void failedUnexpectedly(ClaimedAnswer answer, Throwable e) throws InterruptedException {
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

    /** Records a refusal. */
    void refused(ClaimedAnswer answer, PlatformAdapter adapter, PlatformException refusal)
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

    /** Records a failure that may pass. */
    void retryAfterFailure(ClaimedAnswer answer, String reason) throws InterruptedException {
        if (parkedAfter(settings.giveUpAfter(), answer, reason)) {
            return;
        }
        tryLater(answer, reason);
    }

    private void tryLater(ClaimedAnswer answer, String reason) throws InterruptedException {
        Instant retryAt = clock.instant().plus(settings.resend().after(answer.refusals() + 1));
        store(answer, () -> outbox.failed(answer, reason, retryAt));
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
        store(answer, () -> outbox.refused(answer, reason, until, untilHeard));
    }

    /** Lets an answer be due again after a while, uncounted. */
    void postpone(ClaimedAnswer answer, Duration by) throws InterruptedException {
        Instant until = clock.instant().plus(by);
        store(answer, () -> outbox.postponed(answer, until));
    }

    /** Lets an answer wait until a limit of its chat allows it. */
    void pace(ClaimedAnswer answer, Duration by) throws InterruptedException {
        Instant until = clock.instant().plus(by);
        store(answer, () -> outbox.paced(answer, until));
    }

    private void park(ClaimedAnswer answer, String reason) throws InterruptedException {
        boolean parked = store(answer, () -> outbox.parked(answer, reason));
        firstAttempts.remove(answer.message().conversation());
        if (parked) {
            LOG.error("Answer {} to {} is parked: {}", answer.id(), platform, reason);
            events.publish(
                    EventType.messageParked(answer.id(), platform, Optional.empty(), reason));
        }
    }

    /** Stores the result of an attempt; returns false if the answer is another session's now. */
    private boolean store(ClaimedAnswer answer, RetryUntilStored.Step<Boolean> step)
            throws InterruptedException {
        return isOwn(answer, RetryUntilStored.retryUntilStored(step));
    }

    private boolean isOwn(ClaimedAnswer answer, boolean stored) {
        if (!stored) {
            LOG.info("Answer {} to {} is another session's now.", answer.id(), platform);
        }
        return stored;
    }
}

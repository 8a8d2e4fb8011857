package dev.gateway.core.lifecycle;

import dev.gateway.core.shutdown.ExitCode;
import dev.gateway.core.shutdown.StopRequest;
import dev.gateway.core.supervision.PlatformSet;
import dev.gateway.core.time.Deadline;
import dev.gateway.core.time.DurationFormat;
import dev.gateway.core.time.Durations;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/** The wait of a start for its platforms, with the reason if they do not come up. */
final class ReadinessGate {

    /**
     * The time that a start with a connected platform waits for the others before it is degraded.
     */
    private static final Duration SLOW_ONES = Duration.ofSeconds(5);

    /** The wait for all platforms to wait for their tokens; a hand-over waits longer. */
    private static final Duration TOKENS = Handover.READY_WAIT.dividedBy(2);

    private static final Duration SOON = Duration.ofMillis(2);

    private static final Duration AGAIN = Duration.ofMillis(100);

    /** The minimum time that a start waits for platforms that have all reported a failure. */
    private static final Duration SECOND_TRY = Duration.ofSeconds(1);

    private final StopRequest stop;
    private final Duration tokenWait;
    private final Duration firstContact;
    private final Object changes = new Object();
    private Deadline contact;
    private Deadline window;
    private long waiting;

    /**
     * Creates a gate whose wait has not begun.
     *
     * @param tokenWait the maximum wait for tokens of other processes
     * @param firstContact the time for a platform's first answer, once its token is held
     */
    ReadinessGate(StopRequest stop, Duration tokenWait, Duration firstContact) {
        this.stop = stop;
        this.tokenWait = tokenWait;
        this.firstContact = firstContact;
    }

    /** Reports a change of a platform's state; called by any thread. */
    void changed() {
        synchronized (changes) {
            changes.notifyAll();
        }
    }

    /**
     * Waits until each platform has its token or waits for it, so that the process that has the
     * tokens may pass them on; at most a few seconds, which that process can wait for.
     */
    void awaitAtTokens(PlatformSet platforms) throws InterruptedException {
        Deadline limit = Deadline.after(TOKENS);
        synchronized (changes) {
            while (!platforms.areAtTokens() && !limit.isExpired()) {
                await(limit.orAfter(SOON));
            }
        }
    }

    /**
     * Waits for tokens that a process of this home is about to pass on, for at most the time that a
     * start waits for slow platforms.
     *
     * @param beside tells whether there is such a process
     */
    void awaitPassedOn(PlatformSet platforms, BooleanSupplier beside) throws InterruptedException {
        Deadline limit = Deadline.after(SLOW_ONES);
        synchronized (changes) {
            while (beside.getAsBoolean() && platforms.waitingForToken() > 0 && !limit.isExpired()) {
                await(limit.orAfter(AGAIN));
            }
        }
    }

    /** Waits until each platform has connected or reported a failure. */
    void awaitSettled(PlatformSet platforms) throws InterruptedException {
        window = Deadline.after(settledLimit());
        contact = Deadline.after(firstContact);
        Deadline slowOnes = contact.orAfter(SLOW_ONES);
        synchronized (changes) {
            while (!platforms.isSettled() && !contact.isExpired()) {
                if (platforms.anyConnected() && slowOnes.isExpired()) {
                    return;
                }
                await(slowOnes.isExpired() ? contact : slowOnes);
            }
        }
    }

    /**
     * Waits until one is connected, if there are any. One that has not said anything yet has until
     * the first contact is due, counted from when it got its token.
     *
     * @throws StartupException if none was in time, or if none can be without a person
     */
    void awaitConnected(PlatformSet platforms) throws StartupException, InterruptedException {
        synchronized (changes) {
            while (!platforms.isEmpty() && !platforms.anyConnected()) {
                if (platforms.allRejected()) {
                    throw new StartupException(
                            ExitCode.CONFIG,
                            "No platform accepted its credentials: " + complaints(platforms),
                            null);
                }
                long stillWaiting = platforms.waitingForToken();
                if (stillWaiting < waiting) {
                    contact = Deadline.after(firstContact);
                }
                waiting = stillWaiting;
                // The duration of a refusal is not known at once either.
                boolean open = !platforms.isSettled() || platforms.allRefused();
                Deadline due = open ? contact : window;
                if (due.isExpired()) {
                    Duration limit = due == contact ? firstContact : settledLimit();
                    throw new StartupException(
                            ExitCode.TRY_AGAIN,
                            "No platform could be reached within %s: %s"
                                    .formatted(
                                            DurationFormat.rounded(limit), complaints(platforms)),
                            null);
                }
                await(due.orAfter(AGAIN)); // A permanent rejection is no change of state.
            }
        }
    }

    /** Returns the wait for platforms that have reported a failure. */
    private Duration settledLimit() {
        return Durations.max(tokenWait, SECOND_TRY);
    }

    private void await(Deadline until) throws InterruptedException {
        stop.check();
        changes.wait(Math.max(1, until.remaining().toMillis()));
    }

    private static String complaints(PlatformSet platforms) {
        return platforms.statuses().stream()
                .map(
                        platform ->
                                platform.name()
                                        + ": "
                                        + platform.error().orElse(platform.state().wireName()))
                .collect(Collectors.joining("; "));
    }
}

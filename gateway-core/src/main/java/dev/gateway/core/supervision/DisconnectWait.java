package dev.gateway.core.supervision;

import dev.gateway.core.shutdown.StopRequest;
import dev.gateway.core.time.Deadline;
import java.time.Duration;

/**
 * A stop's wait for platforms: each may take its own limit until a further stop request; then all
 * remaining ones share one short limit. Used by the thread of the stop, which each further request
 * interrupts.
 */
final class DisconnectWait {

    private static final Duration UNLIMITED = Duration.ofDays(1);

    private final StopRequest stop;
    private final Duration shortenedLimit;
    private Deadline end = Deadline.after(UNLIMITED);
    private boolean shortened;

    DisconnectWait(StopRequest stop, Duration shortenedLimit) {
        this.stop = stop;
        this.shortenedLimit = shortenedLimit;
    }

    /** Waits until {@code task} is over or its limit has passed. */
    void await(DisconnectTask task) {
        while (true) {
            if (stop.isShortened() && !shortened) {
                shortened = true;
                end = end.orAfter(shortenedLimit);
            }
            try {
                task.await(end);
                return;
            } catch (InterruptedException e) {
                // A further stop request: apply it, then continue to wait.
            }
        }
    }

    /** Waits until {@code task} has reacted to its interrupt, at most until {@code grace}. */
    void awaitAfterInterrupt(DisconnectTask task, Deadline grace) {
        while (true) {
            try {
                task.awaitEnd(grace);
                return;
            } catch (InterruptedException e) {
                // A further stop request cannot shorten this wait.
            }
        }
    }
}

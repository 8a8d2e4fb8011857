package dev.gateway.core.supervision;

import dev.gateway.core.shutdown.StopRequest;
import dev.gateway.core.time.Deadline;
import java.time.Duration;

/**
 * For how long a stop waits for platforms: as long as each may take, until somebody asks again;
 * then all that are left share one short time. Used by the thread of the stop, which each further
 * request interrupts.
 */
final class DisconnectWait {

    private static final Duration WITHOUT_LIMIT = Duration.ofDays(1);

    private final StopRequest stop;
    private final Duration impatient;
    private Deadline end = Deadline.in(WITHOUT_LIMIT);
    private boolean shortened;

    DisconnectWait(StopRequest stop, Duration impatient) {
        this.stop = stop;
        this.impatient = impatient;
    }

    /** Waits until {@code farewell} is over or has had its time. */
    void await(DisconnectTask task) {
        while (true) {
            if (stop.isShortened() && !shortened) {
                shortened = true;
                end = end.orIn(impatient);
            }
            try {
                task.await(end);
                return;
            } catch (InterruptedException e) {
                // Somebody asked again: look at the request, then go on waiting.
            }
        }
    }

    /** Waits until {@code farewell} has reacted to its interrupt, at most until {@code grace}. */
    void lastChance(DisconnectTask task, Deadline grace) {
        while (true) {
            try {
                task.awaitEnd(grace);
                return;
            } catch (InterruptedException e) {
                // Asking again cannot shorten this any more.
            }
        }
    }
}

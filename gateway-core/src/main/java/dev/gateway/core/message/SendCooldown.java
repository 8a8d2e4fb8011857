package dev.gateway.core.message;

import dev.gateway.core.platform.PlatformAdapter;
import dev.gateway.core.time.Backoff;
import dev.gateway.core.time.Deadline;
import dev.gateway.core.time.Durations;
import java.time.Duration;

/**
 * The pause of an account that the platform refused or throttled as a whole. Monotonic, in memory:
 * after a restart the platform refuses again. Thread-safe.
 */
final class SendCooldown {

    /** The pauses after refusals, short at first: a refusal may be a passing mistake. */
    private static final Backoff AFTER_REFUSAL =
            new Backoff(Duration.ofSeconds(5), 3, Duration.ofMinutes(1));

    private Deadline until = Deadline.after(Duration.ZERO);
    private int refusals;
    private PlatformAdapter refused;

    /** Returns the remaining pause of that adapter; zero if it is over. */
    synchronized Duration remaining(PlatformAdapter adapter) {
        if (refused != null && refused != adapter) {
            refused = null;
            refusals = 0;
            until = Deadline.after(Duration.ZERO);
        }
        return until.remaining();
    }

    /** Starts a pause whose length the platform named. */
    synchronized void start(Duration time) {
        extend(time);
    }

    /**
     * Starts a pause after a refusal of this adapter; another one, with another login, may try at
     * once. The pauses grow with each consecutive refusal.
     */
    synchronized void startAfterRefusal(PlatformAdapter adapter) {
        refused = adapter;
        refusals++;
        extend(AFTER_REFUSAL.after(refusals));
    }

    /** Ends the pauses after a message was sent. */
    synchronized void end() {
        refusals = 0;
    }

    private void extend(Duration time) {
        until = Deadline.after(Durations.max(time, until.remaining()));
    }
}

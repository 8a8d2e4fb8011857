package dev.gateway.core.message;

import dev.gateway.core.platform.PlatformAdapter;
import dev.gateway.core.time.Backoff;
import dev.gateway.core.time.Deadline;
import dev.gateway.core.time.Durations;
import java.time.Duration;

/**
 * For how long an account is left alone because the platform has said so of the account as a whole.
 * Monotonic, in memory: a restart tries again and is told again. Thread-safe.
 */
final class SendCooldown {

    /**
     * An account that is refused is asked again soon: it may have been somebody's passing mistake.
     */
    private static final Backoff AFTER_REFUSAL =
            new Backoff(Duration.ofSeconds(5), 3, Duration.ofMinutes(1));

    private Deadline until = Deadline.after(Duration.ZERO);
    private int refusals;
    private PlatformAdapter refused;

    /** How long it still lasts for that adapter; zero if it is over. */
    synchronized Duration left(PlatformAdapter adapter) {
        if (refused != null && refused != adapter) {
            refused = null;
            refusals = 0;
            until = Deadline.after(Duration.ZERO);
        }
        return until.remaining();
    }

    /** The platform named a time. */
    synchronized void ordered(Duration time) {
        extend(time);
    }

    /**
     * The platform refuses this adapter; another one, with another login, may try at once. The
     * pauses grow with each refusal in a row.
     */
    synchronized void refused(PlatformAdapter adapter) {
        refused = adapter;
        refusals++;
        extend(AFTER_REFUSAL.after(refusals));
    }

    /** A message was sent: the account is not refused any more. */
    synchronized void over() {
        refusals = 0;
    }

    private void extend(Duration time) {
        until = Deadline.after(Durations.max(time, until.remaining()));
    }
}

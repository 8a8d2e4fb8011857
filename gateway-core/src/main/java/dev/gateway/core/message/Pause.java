package dev.gateway.core.message;

import dev.gateway.core.platform.PlatformAdapter;
import java.time.Duration;

/**
 * For how long an account is left alone because the platform has said so of the account as a whole.
 * Monotonic, in memory: a restart tries again and is told again. Thread-safe.
 */
final class Pause {

    private long until = System.nanoTime();
    private PlatformAdapter refused;

    /** How long it still lasts for that adapter; zero if it is over. */
    synchronized Duration left(PlatformAdapter adapter) {
        if (refused != null && refused != adapter) {
            refused = null;
            until = System.nanoTime();
        }
        return Duration.ofNanos(Math.max(0, until - System.nanoTime()));
    }

    /** The platform named a time. */
    synchronized void ordered(Duration time) {
        extend(time);
    }

    /** The platform refuses this adapter; another one, with another login, may try at once. */
    synchronized void refused(PlatformAdapter adapter, Duration time) {
        refused = adapter;
        extend(time);
    }

    private void extend(Duration time) {
        long candidate = System.nanoTime() + time.toNanos();
        if (candidate - until > 0) {
            until = candidate;
        }
    }
}

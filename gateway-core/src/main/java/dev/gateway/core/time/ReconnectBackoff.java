package dev.gateway.core.time;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Capped exponential backoff with jitter: the n-th pause is between half and the whole of first ·
 * 2ⁿ, at most {@code cap}. Not thread-safe.
 */
public final class ReconnectBackoff {

    private final Duration first;
    private final Duration cap;
    private final RandomGenerator random;
    private int failures;

    public ReconnectBackoff(Duration first, Duration cap, RandomGenerator random) {
        this.first = first;
        this.cap = cap;
        this.random = random;
    }

    /** The next pause. */
    public Duration next() {
        long ceiling = first.toMillis();
        for (int i = 0; i < failures && ceiling < cap.toMillis(); i++) {
            ceiling *= 2;
        }
        failures++;
        ceiling = Math.min(ceiling, cap.toMillis());
        return Duration.ofMillis(ceiling / 2 + random.nextLong(ceiling / 2 + 1));
    }

    /** After real progress, a successful poll for instance: begin anew. */
    public void reset() {
        failures = 0;
    }
}

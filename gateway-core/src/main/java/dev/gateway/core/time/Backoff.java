package dev.gateway.core.time;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Capped exponential backoff with jitter, so that clients that failed together do not come back
 * together. Immutable.
 *
 * @param first the pause after the first failure
 * @param factor the growth of the pause with each further failure
 * @param cap the longest pause
 * @param jitter the largest part of a pause that is left out at random, from 0 to 1
 */
public record Backoff(Duration first, double factor, Duration cap, double jitter) {

    /** Checks the bounds. */
    public Backoff {
        if (first.isNegative() || first.isZero() || cap.compareTo(first) < 0 || factor < 1) {
            throw new IllegalArgumentException(
                    "no backoff: first " + first + ", factor " + factor + ", cap " + cap);
        }
    }

    /** Creates a backoff with a jitter of one fifth. */
    public Backoff(Duration first, double factor, Duration cap) {
        this(first, factor, cap, 0.2);
    }

    /** Returns the pause after that many failures in a row, at least 1. */
    public Duration after(int failures) {
        double millis = first.toMillis() * Math.pow(factor, Math.max(0, failures - 1));
        double capped = Math.min(millis, cap.toMillis());
        double spread = 1 - jitter * ThreadLocalRandom.current().nextDouble();
        return Duration.ofMillis(Math.max(1, Math.round(capped * spread)));
    }

    /** Returns a counter of failures that starts at none. */
    public Sequence sequence() {
        return new Sequence();
    }

    /** Pauses that grow from one to the next. Not thread-safe. */
    public final class Sequence {

        private int failures;

        private Sequence() {}

        /** Counts a failure and returns the pause after it. */
        public Duration next() {
            return after(++failures);
        }

        /** Starts again with the first pause, after real progress such as a successful poll. */
        public void reset() {
            failures = 0;
        }
    }
}

package dev.gateway.core.time;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Waiting times between tries: growing, capped, and spread by up to a fifth, so that many who
 * failed together do not come back together.
 *
 * @param first the pause after the first failure
 * @param factor by how much each further one is longer
 * @param cap the longest one
 */
public record Backoff(Duration first, double factor, Duration cap) {

    private static final double SPREAD = 0.2;

    /** Checks the bounds. */
    public Backoff {
        if (first.isNegative() || first.isZero() || cap.compareTo(first) < 0 || factor < 1) {
            throw new IllegalArgumentException(
                    "no backoff: first " + first + ", factor " + factor + ", cap " + cap);
        }
    }

    /** The pause after that many failures in a row, at least 1. */
    public Duration after(int failures) {
        double millis = first.toMillis() * Math.pow(factor, Math.max(0, failures - 1));
        double capped = Math.min(millis, cap.toMillis());
        double spread = 1 - SPREAD * ThreadLocalRandom.current().nextDouble();
        return Duration.ofMillis(Math.max(1, Math.round(capped * spread)));
    }
}

package dev.gateway.sim.timeline;

import java.time.Duration;

/**
 * The time axis: {@link System#nanoTime()} since the origin. On Linux it is the same clock in all
 * processes.
 *
 * @param origin the start of the run
 * @param end the last moment that is shown
 */
record TimeAxis(long origin, long end) {

    /** Returns the time since the origin; earlier moments count as the origin. */
    Duration at(long nanos) {
        return Duration.ofNanos(Math.max(0, Math.min(nanos, end) - origin));
    }

    Duration length() {
        return Duration.ofNanos(end - origin);
    }

    static String seconds(Duration time) {
        return String.format(java.util.Locale.ROOT, "%.3f s", time.toNanos() / 1e9);
    }
}

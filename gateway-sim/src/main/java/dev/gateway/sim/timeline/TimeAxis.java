package dev.gateway.sim.timeline;

import java.time.Duration;

/**
 * The time axis: {@link System#nanoTime()} since the beginning. On Linux it is the same clock in
 * all processes.
 *
 * @param origin the beginning
 * @param end the last moment that is shown
 */
record TimeAxis(long origin, long end) {

    /** What began before the beginning began with it. */
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

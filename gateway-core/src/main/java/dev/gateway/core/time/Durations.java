package dev.gateway.core.time;

import java.time.Duration;

/** Comparison of durations. */
public final class Durations {

    private Durations() {}

    /** Returns the shorter of the two. */
    public static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /** Returns the longer of the two. */
    public static Duration max(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}

package dev.gateway.core.time;

import java.time.Duration;

/** How long the dispatcher sleeps when nobody wakes it. */
public final class Durations {

    /** Nothing has to happen before somebody rings. */
    public static final Duration LONGEST = Duration.ofMinutes(1);

    /** Work is there, but its platform is not: looked for again in case nobody rings. */
    public static final Duration WITHOUT_ADAPTER = Duration.ofSeconds(1);

    private Durations() {}

    public static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}

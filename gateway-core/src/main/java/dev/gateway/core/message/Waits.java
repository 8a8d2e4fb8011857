package dev.gateway.core.message;

import java.time.Duration;

/** How long the dispatcher sleeps when nobody wakes it. */
final class Waits {

    /** Nothing has to happen before somebody rings. */
    static final Duration LONGEST = Duration.ofMinutes(1);

    /** Work is there, but its platform is not: looked for again in case nobody rings. */
    static final Duration WITHOUT_ADAPTER = Duration.ofSeconds(1);

    private Waits() {}

    static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}

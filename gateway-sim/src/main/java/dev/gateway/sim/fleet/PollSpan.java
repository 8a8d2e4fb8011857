package dev.gateway.sim.fleet;

import java.util.OptionalLong;

/**
 * The time of one poll.
 *
 * @param connection the number of its connection
 * @param start its arrival, as a value of {@link System#nanoTime()}
 * @param end the time at which it was answered or given up; empty while it lasts
 */
record PollSpan(long connection, long start, OptionalLong end) {

    PollSpan endedAt(long nanos) {
        return new PollSpan(connection, start, OptionalLong.of(nanos));
    }

    /** Returns whether both last at one moment, on different connections. */
    boolean overlaps(PollSpan later) {
        return connection != later.connection
                && (end.isEmpty() || end.getAsLong() - later.start > 0);
    }
}

package dev.gateway.sim.referee;

import java.util.OptionalLong;

/**
 * Two polls of one token that were open at the same time.
 *
 * @param kind what it means
 * @param first the one that was there
 * @param second the one that came
 */
public record PollOverlap(Kind kind, PollRecord first, PollRecord second) {

    /** What two polls at once mean. */
    public enum Kind {
        /** Two processes, or clients that are not known to be one: what must never be. */
        TWO_POLLERS,
        /**
         * Two connections of one process: two adapters, or one that did not close its last poll.
         */
        SAME_PROCESS,
        /** The first one's process was dead already; the kernel had yet to close its socket. */
        DEAD_POLLER
    }

    /** How long both were open; empty if they still are. */
    public OptionalLong nanos() {
        if (first.endNanos().isEmpty() || second.endNanos().isEmpty()) {
            return OptionalLong.empty();
        }
        long end = Math.min(first.endNanos().getAsLong(), second.endNanos().getAsLong());
        return OptionalLong.of(end - second.startNanos());
    }
}

package dev.gateway.sim.referee;

import java.util.OptionalLong;

/**
 * Two polls of one token that were open at the same time.
 *
 * @param kind the meaning of the overlap
 * @param first the earlier poll
 * @param second the later poll
 */
public record PollOverlap(Kind kind, PollRecord first, PollRecord second) {

    /** The meaning of an overlap. */
    public enum Kind {
        /**
         * Two processes, or clients not known to be one process: the violation that must never
         * occur.
         */
        TWO_POLLERS,
        /**
         * Two connections of one process: two adapters, or one that did not close its last poll.
         */
        SAME_PROCESS,
        /** The first poll's process was dead; the kernel had yet to close its socket. */
        DEAD_POLLER,
        /** The first poll's process was frozen when the second one began. */
        FROZEN_POLLER
    }

    /** Returns the time during which both were open; empty if they still are. */
    public OptionalLong nanos() {
        if (first.endNanos().isEmpty() || second.endNanos().isEmpty()) {
            return OptionalLong.empty();
        }
        long end = Math.min(first.endNanos().getAsLong(), second.endNanos().getAsLong());
        return OptionalLong.of(end - second.startNanos());
    }
}

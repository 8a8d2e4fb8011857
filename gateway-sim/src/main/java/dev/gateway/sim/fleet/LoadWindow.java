package dev.gateway.sim.fleet;

import java.time.Duration;

/**
 * The traffic of a while.
 *
 * @param length the time that it took
 * @param answered the number of messages answered in it
 * @param median the time from a message's delivery to its answer, for half of them
 * @param rare the same for 99 of 100
 * @param acceptRare the time from a delivery to the poll that confirms it, for 99 of 100
 * @param serverCpu the processor time that the server itself took
 */
public record LoadWindow(
        Duration length,
        long answered,
        Duration median,
        Duration rare,
        Duration acceptRare,
        Duration serverCpu) {

    private static final double SECOND = 1e9;

    /** Returns the messages answered in a second. */
    public double perSecond() {
        return answered * SECOND / length.toNanos();
    }

    /** Returns the share of one processor that the server itself took. */
    public double serverShare() {
        return (double) serverCpu.toNanos() / length.toNanos();
    }
}

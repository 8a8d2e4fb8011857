package dev.gateway.sim.demo;

import java.time.Duration;

/**
 * The deliberate delays of the demo.
 *
 * @param release the time that Weixin takes to release the bot at the restart
 * @param downtime the time without a gateway after the SIGKILL
 * @param pauseBetweenPhases the time between two phases
 * @param expected the total duration on a quiet machine
 */
record DemoTimings(
        Duration release, Duration downtime, Duration pauseBetweenPhases, Duration expected) {

    private static final int FASTER = 10;

    /** Returns timings with the 18 s that were observed on Weixin. */
    static DemoTimings realistic() {
        return new DemoTimings(
                Duration.ofSeconds(18),
                Duration.ofSeconds(5),
                Duration.ofSeconds(5),
                Duration.ofSeconds(55));
    }

    /** Returns timings that are ten times shorter. */
    static DemoTimings quick() {
        DemoTimings realistic = realistic();
        return new DemoTimings(
                realistic.release.dividedBy(FASTER),
                realistic.downtime.dividedBy(FASTER),
                realistic.pauseBetweenPhases.dividedBy(FASTER),
                Duration.ofSeconds(14));
    }
}

package dev.gateway.sim.demo;

import java.time.Duration;

/**
 * The deliberate delays of the demo.
 *
 * @param release the time that Weixin takes to release the bot at the restart
 * @param thinking the time that the handler takes for the slow question
 * @param downtime the time without a gateway after the SIGKILL
 * @param pauseBetweenPhases the time between two phases
 * @param expected the total duration on a quiet machine
 * @param expectedWithHosts the same of the story with several hosts
 */
record DemoTimings(
        Duration release,
        Duration thinking,
        Duration downtime,
        Duration pauseBetweenPhases,
        Duration expected,
        Duration expectedWithHosts) {

    private static final int FASTER = 10;

    /** Returns timings with the 18 s that were observed on Weixin, and a model that thinks long. */
    static DemoTimings realistic() {
        return new DemoTimings(
                Duration.ofSeconds(18),
                Duration.ofSeconds(26),
                Duration.ofSeconds(5),
                Duration.ofSeconds(5),
                Duration.ofSeconds(65),
                Duration.ofSeconds(110));
    }

    /**
     * Returns timings that are ten times shorter, but for the handler: it thinks longer than a
     * successor loads on a busy machine.
     */
    static DemoTimings quick() {
        DemoTimings realistic = realistic();
        return new DemoTimings(
                realistic.release.dividedBy(FASTER),
                Duration.ofSeconds(8),
                realistic.downtime.dividedBy(FASTER),
                realistic.pauseBetweenPhases.dividedBy(FASTER),
                Duration.ofSeconds(18),
                Duration.ofSeconds(60));
    }
}

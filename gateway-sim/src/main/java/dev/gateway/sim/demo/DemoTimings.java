package dev.gateway.sim.demo;

import java.time.Duration;

/**
 * How long everything takes that takes its time on purpose.
 *
 * @param release for how long Weixin does not let go of the bot at the restart
 * @param downtime for how long there is no gateway after the SIGKILL
 * @param pauseBetweenPhases the time between two phases
 * @param expected how long all of it takes on a quiet machine
 */
record DemoTimings(
        Duration release, Duration downtime, Duration pauseBetweenPhases, Duration expected) {

    private static final int FASTER = 10;

    /** The 18 s that were seen on Weixin. */
    static DemoTimings realistic() {
        return new DemoTimings(
                Duration.ofSeconds(18),
                Duration.ofSeconds(5),
                Duration.ofSeconds(5),
                Duration.ofSeconds(55));
    }

    /** Ten times faster. */
    static DemoTimings quick() {
        DemoTimings realistic = realistic();
        return new DemoTimings(
                realistic.release.dividedBy(FASTER),
                realistic.downtime.dividedBy(FASTER),
                realistic.pauseBetweenPhases.dividedBy(FASTER),
                Duration.ofSeconds(14));
    }
}

package dev.gateway.sim.demo;

import java.time.Duration;

/**
 * How long everything takes that takes its time on purpose.
 *
 * @param release for how long Weixin does not let go of the bot at the restart
 * @param down for how long there is no gateway after the SIGKILL
 * @param between the time between two phases
 * @param expected how long all of it takes on a quiet machine
 */
record DemoTimings(Duration release, Duration down, Duration between, Duration expected) {

    private static final int FASTER = 10;

    /** The 18 s that were seen on Weixin. */
    static DemoTimings real() {
        return new DemoTimings(
                Duration.ofSeconds(18),
                Duration.ofSeconds(5),
                Duration.ofSeconds(5),
                Duration.ofSeconds(55));
    }

    /** Ten times faster. */
    static DemoTimings fast() {
        DemoTimings real = real();
        return new DemoTimings(
                real.release.dividedBy(FASTER),
                real.down.dividedBy(FASTER),
                real.between.dividedBy(FASTER),
                Duration.ofSeconds(14));
    }
}

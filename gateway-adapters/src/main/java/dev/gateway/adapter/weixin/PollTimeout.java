package dev.gateway.adapter.weixin;

import dev.gateway.core.time.Durations;
import java.time.Duration;

/**
 * How long to wait for a long poll. The server says how long it means to hold the next one; the
 * client waits a little longer, as a poll given up in the moment of its answer can lose a message.
 * Where an edge cuts polls off (524), it waits shorter than that edge from then on. One thread.
 */
final class PollTimeout {

    private static final Duration FIRST = Duration.ofSeconds(35);
    private static final Duration MARGIN = Duration.ofSeconds(5);
    private static final Duration BEHIND_EDGE = Duration.ofSeconds(10);
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private Duration held = FIRST;
    private boolean behindEdge;

    /** The international edge is known to cut polls off after about 16 s. */
    PollTimeout(String api) {
        behindEdge = api.endsWith("wechat.com");
    }

    Duration next() {
        Duration patient = held.plus(MARGIN);
        return behindEdge ? Durations.min(BEHIND_EDGE, patient) : patient;
    }

    /** The server's own number of milliseconds; zero if it said none. */
    void suggest(long millis) {
        if (millis > 0) {
            held = Duration.ofMillis(Math.min(millis, LONGEST.toMillis()));
        }
    }

    void onEdgeTimeout() {
        behindEdge = true;
    }
}

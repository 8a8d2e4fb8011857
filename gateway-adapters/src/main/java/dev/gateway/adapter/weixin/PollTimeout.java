package dev.gateway.adapter.weixin;

import dev.gateway.core.time.Durations;
import java.time.Duration;

/**
 * The timeout of a long poll. The server announces how long it will hold the next one; the client
 * waits a little longer, because a poll given up at the moment of its response can lose a message.
 * If an edge cuts polls off (524), the timeout stays below that edge's from then on. Not
 * thread-safe.
 */
final class PollTimeout {

    private static final Duration FIRST = Duration.ofSeconds(35);
    private static final Duration MARGIN = Duration.ofSeconds(5);
    private static final Duration BEHIND_EDGE = Duration.ofSeconds(10);
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private Duration held = FIRST;
    private boolean behindEdge;

    /**
     * Creates the timeout for an API address; the international edge is known to cut polls off
     * after about 16 s.
     */
    PollTimeout(String api) {
        behindEdge = api.endsWith("wechat.com");
    }

    Duration next() {
        Duration patient = held.plus(MARGIN);
        return behindEdge ? Durations.min(BEHIND_EDGE, patient) : patient;
    }

    /** Takes the server's number of milliseconds; zero if there is none. */
    void suggest(long millis) {
        if (millis > 0) {
            held = Duration.ofMillis(Math.min(millis, LONGEST.toMillis()));
        }
    }

    void onEdgeTimeout() {
        behindEdge = true;
    }
}

package dev.gateway.sim.feishu;

import java.util.OptionalLong;

/**
 * A long connection as the platform sees it.
 *
 * @param connection its id within the server
 * @param live true if it is open; otherwise the platform still counts it
 * @param closing true if the client sent CLOSE
 * @param pings the number of pings
 * @param lastPingNanos {@link System#nanoTime()} of the latest ping
 * @param answers the number of answers to events, with any code
 * @param malformed the number of messages that were no frames
 */
public record FeishuConnectionInfo(
        long connection,
        boolean live,
        boolean closing,
        int pings,
        OptionalLong lastPingNanos,
        int answers,
        int malformed) {

    static FeishuConnectionInfo of(EventConnection line) {
        return new FeishuConnectionInfo(
                line.socket().connection().id(),
                line.live(),
                line.closing(),
                line.pings(),
                line.lastPing(),
                line.answers(),
                line.malformed());
    }
}

package dev.gateway.sim.feishu;

import java.util.OptionalLong;

/**
 * A long connection as the platform sees it.
 *
 * @param connection its id within the server
 * @param live whether it is open; if not, the platform still takes it for alive
 * @param closing whether the client sent CLOSE
 * @param pings how many there were
 * @param lastPingNanos {@link System#nanoTime()} of the latest
 * @param answers how many events it answered, with whatever code
 * @param malformed how many of its messages were no frames
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

package dev.gateway.adapter.feishu.connection;

import dev.gateway.core.platform.PlatformException;
import java.time.Duration;
import java.util.function.UnaryOperator;

/**
 * How long to stay away after a connection, as the platform asks for it: a random part of {@code
 * ReconnectNonce} after a connection was lost, so that all clients of a server that went down do
 * not come back at once, and {@code ReconnectInterval} after the platform refused one. It is told
 * to the gateway as {@link PlatformException.Throttled}. Where the platform asked for nothing, or
 * was not reached at all, the gateway's own backoff holds. Used by one thread at a time.
 */
public final class ReconnectPolicy {

    private final UnaryOperator<Duration> random;
    private ClientConfig asked = ClientConfig.DEFAULT;
    private boolean told;

    /** With something that picks a random part of a duration. */
    public ReconnectPolicy(UnaryOperator<Duration> random) {
        this.random = random;
    }

    /** What the platform asked for last. */
    public ClientConfig config() {
        return asked;
    }

    /** The platform said what it asks for. */
    public void update(ClientConfig config) {
        asked = config;
        told = true;
    }

    /** The exception for a connection that was there and is lost. */
    public PlatformException lost(String words) {
        return unavailable(words, random.apply(asked.reconnectNonce()));
    }

    /** The exception for a connection that the platform did not want. */
    public PlatformException refused(String words) {
        return unavailable(words, told ? asked.reconnectInterval() : Duration.ZERO);
    }

    private static PlatformException unavailable(String words, Duration pause) {
        return pause.isZero()
                ? new PlatformException.Unreachable(words)
                : new PlatformException.Throttled(words, pause);
    }
}

package dev.gateway.adapter.feishu.connection;

import dev.gateway.core.platform.PlatformException;
import java.time.Duration;
import java.util.function.UnaryOperator;

/**
 * The pauses between connections that the platform asks for. After a loss it is a random part of
 * {@code ReconnectNonce}, so that the clients of a failed server do not all return at once; after a
 * refusal it is {@code ReconnectInterval}. The pause is passed to the gateway as {@link
 * PlatformException.Throttled}. If the platform asked for none or was not reached, the gateway's
 * own backoff applies. Used by one thread at a time.
 */
public final class ReconnectPolicy {

    private final UnaryOperator<Duration> random;
    private ClientConfig asked = ClientConfig.DEFAULT;
    private boolean configured;

    /**
     * Creates a policy.
     *
     * @param random picks a random part of a duration
     */
    public ReconnectPolicy(UnaryOperator<Duration> random) {
        this.random = random;
    }

    /** Returns the client config received last. */
    public ClientConfig config() {
        return asked;
    }

    /** Replaces the client config. */
    public void update(ClientConfig config) {
        asked = config;
        configured = true;
    }

    /** Returns the exception for a lost connection. */
    public PlatformException lost(String reason) {
        return unavailable(reason, random.apply(asked.reconnectNonce()));
    }

    /** Returns the exception for a refused connection. */
    public PlatformException refused(String reason) {
        return unavailable(reason, configured ? asked.reconnectInterval() : Duration.ZERO);
    }

    private static PlatformException unavailable(String reason, Duration pause) {
        return pause.isZero()
                ? new PlatformException.Unreachable(reason)
                : new PlatformException.Throttled(reason, pause);
    }
}

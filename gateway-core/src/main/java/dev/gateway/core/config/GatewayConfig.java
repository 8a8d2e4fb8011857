package dev.gateway.core.config;

import dev.gateway.core.shutdown.ShutdownBudget;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A whole, validated config. Immutable.
 *
 * @param budget {@code drain_timeout} and {@code disconnect_timeout}, the latter raised to the
 *     longest one of any enabled platform
 * @param tokenWait how long start-up waits for a token held elsewhere before it goes on without it
 * @param health where to serve /healthz, /readyz and /metrics, if at all
 * @param logLevel how much goes into the log
 * @param handler what answers the messages
 * @param platforms the accounts by name, in the order of the file
 * @param notices who is told when a state turns bad
 */
public record GatewayConfig(
        ShutdownBudget budget,
        Duration tokenWait,
        Optional<InetSocketAddress> health,
        LogLevel logLevel,
        HandlerConfig handler,
        Map<String, PlatformConfig> platforms,
        Optional<NotifyConfig> notices) {

    /** How long a start waits for the first answer of a platform whose token it holds. */
    private static final Duration FIRST_CONTACT = Duration.ofSeconds(60);

    /** A config that tells nobody. */
    public GatewayConfig(
            ShutdownBudget budget,
            Duration tokenWait,
            Optional<InetSocketAddress> health,
            LogLevel logLevel,
            HandlerConfig handler,
            Map<String, PlatformConfig> platforms) {
        this(budget, tokenWait, health, logLevel, handler, platforms, Optional.empty());
    }

    /** Copies the map, keeping its order. */
    public GatewayConfig {
        platforms = Collections.unmodifiableMap(new LinkedHashMap<>(platforms));
    }

    /** Returns how long a start waits for the first answer of a platform whose token it holds. */
    public Duration firstContact() {
        return FIRST_CONTACT;
    }

    /** Returns how long a start may take in all, beside loading. */
    public Duration startLimit() {
        return tokenWait.plus(FIRST_CONTACT);
    }
}

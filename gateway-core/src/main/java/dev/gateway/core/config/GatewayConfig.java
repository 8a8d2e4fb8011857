package dev.gateway.core.config;

import dev.gateway.core.config.journal.HostConfig;
import dev.gateway.core.config.journal.JournalConfig;
import dev.gateway.core.shutdown.ShutdownBudget;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A complete, validated config. Immutable.
 *
 * @param budget {@code drain_timeout} and {@code disconnect_timeout}, the latter raised to the
 *     longest one of any enabled platform
 * @param tokenWait the time that start-up waits for a token held by another process before it
 *     continues without it
 * @param health the address of /, /healthz, /readyz and /metrics; empty if they are off
 * @param logLevel the threshold of the log
 * @param handler the handler that answers the messages
 * @param platforms the accounts by name, in the order of the file
 * @param notices the recipient of notices about bad states
 * @param journal the store of the journal
 * @param host this host among those that share the journal
 */
public record GatewayConfig(
        ShutdownBudget budget,
        Duration tokenWait,
        Optional<InetSocketAddress> health,
        LogLevel logLevel,
        HandlerConfig handler,
        Map<String, PlatformConfig> platforms,
        Optional<NotifyConfig> notices,
        JournalConfig journal,
        HostConfig host) {

    /** The time that a start waits for the first answer of a platform whose token it holds. */
    private static final Duration FIRST_CONTACT = Duration.ofSeconds(60);

    private static final HostConfig ALONE = HostConfig.named("localhost");

    /** Creates a config without notices, with its journal in the home. */
    public GatewayConfig(
            ShutdownBudget budget,
            Duration tokenWait,
            Optional<InetSocketAddress> health,
            LogLevel logLevel,
            HandlerConfig handler,
            Map<String, PlatformConfig> platforms) {
        this(
                budget,
                tokenWait,
                health,
                logLevel,
                handler,
                platforms,
                Optional.empty(),
                JournalConfig.DEFAULT,
                ALONE);
    }

    /** Copies the map, keeping its order. */
    public GatewayConfig {
        platforms = Collections.unmodifiableMap(new LinkedHashMap<>(platforms));
    }

    /** Returns the accounts that are enabled, in the order of the file. */
    public List<PlatformConfig> enabledPlatforms() {
        return platforms.values().stream().filter(PlatformConfig::enabled).toList();
    }

    /**
     * Returns the time that a start waits for the first answer of a platform whose token it holds.
     */
    public Duration firstContact() {
        return FIRST_CONTACT;
    }

    /** Returns the upper bound of a start after loading. */
    public Duration startLimit() {
        return tokenWait.plus(FIRST_CONTACT);
    }
}

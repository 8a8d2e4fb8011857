package dev.gateway.core.reload;

import dev.gateway.core.config.GatewayConfig;
import dev.gateway.core.config.HandlerConfig;
import dev.gateway.core.config.PlatformConfig;
import dev.gateway.core.config.journal.HostConfigReader;
import dev.gateway.core.config.journal.JournalConfigReader;
import dev.gateway.core.message.DispatcherSettings;
import dev.gateway.core.message.handler.HandlerFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The differences between the running config and another one, and the settings that need a restart.
 * The stop budget is fixed until the process ends: service managers were told it, and no reload may
 * extend it. A disconnect timeout above the budget is cut to it.
 *
 * @param next the config after the reload: the new one as far as it is reloadable
 * @param added enabled platforms that were not running
 * @param removed names of running platforms that are now missing or disabled
 * @param changed running platforms with other settings, which need a new connection
 * @param access running platforms of which only the rules of who may talk change
 * @param handler whether the handler changes
 * @param needsRestart config keys that only a restart changes
 */
record ConfigDiff(
        GatewayConfig next,
        List<PlatformConfig> added,
        List<String> removed,
        List<PlatformConfig> changed,
        List<PlatformConfig> access,
        boolean handler,
        List<String> needsRestart) {

    /**
     * Compares three configs.
     *
     * @param first the config at start
     * @param now the running config
     * @param read the config in the file
     */
    static ConfigDiff between(GatewayConfig first, GatewayConfig now, GatewayConfig read) {
        List<String> restart = new ArrayList<>(restartKeys(first, read));
        Map<String, PlatformConfig> platforms = new LinkedHashMap<>();
        read.platforms()
                .forEach(
                        (name, platform) ->
                                platforms.put(name, cappedToBudget(first, platform, restart)));
        List<PlatformConfig> added = new ArrayList<>();
        List<PlatformConfig> changed = new ArrayList<>();
        List<PlatformConfig> access = new ArrayList<>();
        for (PlatformConfig platform : platforms.values()) {
            Optional<PlatformConfig> running = running(now, platform.name());
            if (platform.enabled() && running.isEmpty()) {
                added.add(platform);
            } else if (platform.enabled() && differs(running.get(), platform)) {
                boolean same = !differs(running.get().withAccess(platform.access()), platform);
                (same ? access : changed).add(platform);
            }
        }
        List<String> removed =
                now.platforms().keySet().stream()
                        .filter(name -> running(now, name).isPresent())
                        .filter(
                                name ->
                                        !platforms.containsKey(name)
                                                || !platforms.get(name).enabled())
                        .toList();
        return new ConfigDiff(
                new GatewayConfig(
                        first.budget(),
                        first.tokenWait(),
                        first.health(),
                        read.logLevel(),
                        read.handler(),
                        platforms,
                        first.notices(),
                        first.journal(),
                        first.host()),
                added,
                removed,
                changed,
                access,
                !HandlerFactory.withoutDispatching(now.handler())
                        .equals(HandlerFactory.withoutDispatching(read.handler())),
                restart);
    }

    /** Returns whether a connection is affected; which host should have it is not its matter. */
    private static boolean differs(PlatformConfig running, PlatformConfig read) {
        return !running.withPreferredHost(read.preferredHost()).equals(read);
    }

    private static Optional<PlatformConfig> running(GatewayConfig config, String name) {
        return Optional.ofNullable(config.platforms().get(name)).filter(PlatformConfig::enabled);
    }

    private static List<String> restartKeys(GatewayConfig first, GatewayConfig read) {
        List<String> keys = new ArrayList<>();
        addIf(keys, "gateway.drain_timeout", !first.budget().drain().equals(read.budget().drain()));
        addIf(
                keys,
                "gateway.disconnect_timeout",
                !first.budget().disconnect().equals(read.budget().disconnect()));
        addIf(keys, "gateway.token_wait", !first.tokenWait().equals(read.tokenWait()));
        addIf(keys, "gateway.health", !first.health().equals(read.health()));
        addIf(keys, "gateway.notify", !first.notices().equals(read.notices()));
        addIf(keys, JournalConfigReader.KEY, !first.journal().equals(read.journal()));
        addIf(keys, HostConfigReader.KEY, !first.host().equals(read.host()));
        keys.addAll(restartKeys(first.handler(), read.handler()));
        return keys;
    }

    private static List<String> restartKeys(HandlerConfig first, HandlerConfig read) {
        DispatcherSettings had = HandlerFactory.settings(first);
        DispatcherSettings wanted = HandlerFactory.settings(read);
        List<String> keys = new ArrayList<>();
        addIf(keys, "handler.workers", had.workers() != wanted.workers());
        addIf(keys, "handler.senders", had.senders() != wanted.senders());
        addIf(keys, "handler.deadline", !had.deadline().equals(wanted.deadline()));
        addIf(keys, "handler.attempts", had.maxAttempts() != wanted.maxAttempts());
        addIf(keys, "handler.apology", !had.apology().equals(wanted.apology()));
        return keys;
    }

    private static PlatformConfig cappedToBudget(
            GatewayConfig first, PlatformConfig platform, List<String> restart) {
        Duration most = first.budget().disconnect();
        if (!platform.enabled() || platform.disconnectTimeout().compareTo(most) <= 0) {
            return platform;
        }
        restart.add("platforms." + platform.name() + ".disconnect_timeout");
        return platform.withDisconnectTimeout(most);
    }

    private static void addIf(List<String> keys, String key, boolean differs) {
        if (differs) {
            keys.add(key);
        }
    }
}

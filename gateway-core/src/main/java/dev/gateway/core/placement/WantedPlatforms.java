package dev.gateway.core.placement;

import dev.gateway.core.cluster.AccountClaim;
import dev.gateway.core.cluster.SettingsDigest;
import dev.gateway.core.config.PlatformConfig;
import dev.gateway.core.platform.AccountId;
import dev.gateway.core.supervision.PlatformSupervisorFactory;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The platforms that the config of this host has, enabled, by account; and those of them that a
 * reload is changing just now. Thread-safe.
 */
final class WantedPlatforms {

    private final Set<String> reloading = ConcurrentHashMap.newKeySet();
    private volatile Map<AccountId, PlatformConfig> configs = Map.of();
    private volatile Map<String, AccountId> accounts = Map.of();

    /** Replaces all. */
    void set(Collection<PlatformConfig> enabled, PlatformSupervisorFactory supervisors) {
        Map<AccountId, PlatformConfig> next = new LinkedHashMap<>();
        enabled.forEach(each -> next.put(supervisors.account(each), each));
        Map<String, AccountId> names = new HashMap<>();
        next.forEach((id, config) -> names.put(config.name(), id));
        configs = next;
        accounts = names;
    }

    /** Returns all by account, in the order of the config. */
    Map<AccountId, PlatformConfig> all() {
        return configs;
    }

    /** Returns what this host declares to the others. */
    List<AccountClaim> claims() {
        return configs.entrySet().stream()
                .map(
                        each ->
                                new AccountClaim(
                                        each.getKey(),
                                        each.getValue().name(),
                                        each.getValue().preferredHost(),
                                        SettingsDigest.of(each.getValue()).text()))
                .toList();
    }

    boolean has(AccountId account) {
        return configs.containsKey(account);
    }

    Optional<PlatformConfig> config(AccountId account) {
        return Optional.ofNullable(configs.get(account));
    }

    /** Returns the account of a platform. */
    Optional<AccountId> account(String platform) {
        return Optional.ofNullable(accounts.get(platform));
    }

    /** Leaves platforms to a reload. */
    void beginReload(Collection<String> platforms) {
        reloading.addAll(platforms);
    }

    void endReload(Collection<String> platforms) {
        platforms.forEach(reloading::remove);
    }

    boolean isReloading(String platform) {
        return reloading.contains(platform);
    }
}

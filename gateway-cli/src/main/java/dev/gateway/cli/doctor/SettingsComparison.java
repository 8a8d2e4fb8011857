package dev.gateway.cli.doctor;

import dev.gateway.cli.options.InstalledPlatforms;
import dev.gateway.core.GatewayVersion;
import dev.gateway.core.cluster.ClusterAccount;
import dev.gateway.core.cluster.ClusterHost;
import dev.gateway.core.cluster.ClusterView;
import dev.gateway.core.cluster.SettingsDigest;
import dev.gateway.core.config.PlatformConfig;
import dev.gateway.core.platform.AccountId;
import dev.gateway.core.session.SessionId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The comparison of the settings that hosts have for the same account: with different ones the bot
 * behaves as the host does that has it just then.
 */
final class SettingsComparison {

    private static final String ACCOUNTS = "accounts";

    private final ClusterView view;
    private final Map<AccountId, Map<SessionId, String>> declared;
    private final Optional<Own> own;

    SettingsComparison(
            ClusterView view, Map<AccountId, Map<SessionId, String>> declared, Optional<Own> own) {
        this.view = view;
        this.declared = declared;
        this.own = own;
    }

    /**
     * The settings of this home's config.
     *
     * @param host the name of this host
     */
    record Own(String host, Map<AccountId, SettingsDigest> settings) {

        static Own of(
                String host, Collection<PlatformConfig> accounts, InstalledPlatforms installed) {
            Map<AccountId, SettingsDigest> settings = new HashMap<>();
            for (PlatformConfig account : accounts) {
                settings.put(
                        AccountId.of(
                                account.type(),
                                installed.factories().get(account.type()).identity(account),
                                account.name()),
                        SettingsDigest.of(account));
            }
            return new Own(host, settings);
        }
    }

    /** The settings of one host. */
    private record HostSettings(String host, String version, SettingsDigest digest) {

        Set<String> differences(HostSettings other) {
            return digest.differences(other.digest, !version.equals(other.version));
        }
    }

    /** Returns a remark for each account whose settings differ. */
    List<CheckResult> results() {
        List<CheckResult> results = new ArrayList<>();
        view.accounts().values().stream()
                .sorted(Comparator.comparing(ClusterAccount::name))
                .forEach(account -> compare(account).ifPresent(results::add));
        return results;
    }

    private Optional<CheckResult> compare(ClusterAccount account) {
        List<HostSettings> hosts = hosts(account.id());
        for (HostSettings other : hosts) {
            HostSettings first = hosts.get(0);
            Set<String> keys = first.differences(other);
            if (!keys.isEmpty()) {
                return Optional.of(
                        CheckResult.warning(
                                ACCOUNTS,
                                "%s has other settings on %s than on %s: %s"
                                        .formatted(
                                                account.name(),
                                                other.host(),
                                                first.host(),
                                                String.join(", ", keys)),
                                "make them the same in the config of each host, and reload it"));
            }
        }
        return Optional.empty();
    }

    private List<HostSettings> hosts(AccountId account) {
        List<HostSettings> hosts = new ArrayList<>();
        declared.getOrDefault(account, Map.of())
                .forEach(
                        (session, digest) ->
                                view.host(session)
                                        .filter(host -> !host.outgoing())
                                        .ifPresent(host -> hosts.add(settings(host, digest))));
        own.flatMap(
                        config ->
                                Optional.ofNullable(config.settings().get(account))
                                        .map(
                                                digest ->
                                                        new HostSettings(
                                                                config.host(),
                                                                GatewayVersion.current(),
                                                                digest)))
                .ifPresent(hosts::add);
        hosts.sort(Comparator.comparing(HostSettings::host));
        return hosts;
    }

    private static HostSettings settings(ClusterHost host, String digest) {
        return new HostSettings(host.name(), host.version(), SettingsDigest.parse(digest));
    }
}

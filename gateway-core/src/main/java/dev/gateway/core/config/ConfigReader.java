package dev.gateway.core.config;

import dev.gateway.core.config.journal.HostConfig;
import dev.gateway.core.config.journal.HostConfigReader;
import dev.gateway.core.config.journal.JournalConfig;
import dev.gateway.core.config.journal.JournalConfigReader;
import dev.gateway.core.proxy.ProxyPolicy;
import dev.gateway.core.shutdown.ShutdownBudget;
import dev.gateway.core.yaml.Diagnostics;
import dev.gateway.core.yaml.MessageRedactor;
import dev.gateway.core.yaml.Placeholders;
import dev.gateway.core.yaml.ResolvedValue;
import dev.gateway.core.yaml.Secret;
import dev.gateway.core.yaml.TypeRegistry;
import dev.gateway.core.yaml.ValueReader;
import dev.gateway.core.yaml.YamlEntry;
import dev.gateway.core.yaml.YamlMapping;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.nodes.MappingNode;

/** Reader of the whole config tree. Its result is valid only if no problem was found. */
final class ConfigReader {

    static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(30);
    static final Duration DISCONNECT_TIMEOUT = Duration.ofSeconds(20);
    static final Duration TOKEN_WAIT = Duration.ofSeconds(60);

    private static final List<String> TOP =
            List.of(
                    "gateway",
                    JournalConfigReader.KEY,
                    HostConfigReader.KEY,
                    "handler",
                    "platforms");
    private static final List<String> GATEWAY =
            List.of(
                    "drain_timeout",
                    "disconnect_timeout",
                    "token_wait",
                    "log_level",
                    "health",
                    "notify",
                    ProxyConfigReader.KEY);

    private final ValueReader values;
    private final TypeRegistry handlerTypes;
    private final OptionsReader options;
    private final ProxyConfigReader proxies;
    private final HostConfigReader hosts;
    private final PlatformConfigReader platform;
    private final DuplicateAccountCheck duplicateAccountCheck;
    private final Diagnostics diagnostics;

    ConfigReader(
            TypeRegistry platformTypes,
            TypeRegistry handlerTypes,
            Placeholders placeholders,
            Function<String, String> environment,
            Function<PlatformConfig, Secret> tokens,
            Function<PlatformConfig, Optional<String>> identities,
            Diagnostics diagnostics) {
        this.values = new ValueReader(placeholders, diagnostics);
        this.handlerTypes = handlerTypes;
        this.options = new OptionsReader(values, diagnostics);
        this.proxies = new ProxyConfigReader(values, environment, diagnostics);
        this.hosts = new HostConfigReader(values, diagnostics);
        this.platform =
                new PlatformConfigReader(
                        platformTypes, values, options, proxies, hosts, diagnostics);
        this.duplicateAccountCheck = new DuplicateAccountCheck(tokens, identities, diagnostics);
        this.diagnostics = diagnostics;
    }

    GatewayConfig read(MappingNode root) {
        YamlMapping top = YamlMapping.root(root, diagnostics);
        top.reportUnknown(TOP, remedies(GATEWAY, "move it below 'gateway:'"));
        YamlMapping gateway =
                top.section("gateway", "write for instance: gateway: {token_wait: 60s}");
        gateway.reportUnknown(GATEWAY, remedies(TOP, "move it to the left margin"));

        Duration drain = duration(gateway, "drain_timeout", DRAIN_TIMEOUT, Duration.ZERO);
        Duration disconnect =
                duration(gateway, "disconnect_timeout", DISCONNECT_TIMEOUT, Duration.ofMillis(1));
        Duration tokenWait = duration(gateway, "token_wait", TOKEN_WAIT, Duration.ZERO);
        Optional<InetSocketAddress> health =
                new HealthConfigReader(values, diagnostics)
                        .read(gateway.section("health", "write health: {listen: \"host:port\"}"));
        LogLevel logLevel =
                gateway.entry("log_level").flatMap(this::logLevel).orElse(LogLevel.INFO);
        Optional<JournalConfig> journal = new JournalConfigReader(values, diagnostics).read(top);
        // After a problem with the journal, its absence is no further one.
        boolean shared = journal.map(JournalConfig::isShared).orElse(true);
        HostConfig host = hosts.read(top, shared);
        Optional<ProxyPolicy> proxy = proxies.read(gateway, true);
        var services = new ServiceProxyReader(proxies, proxy);
        HandlerConfig answering =
                new HandlerConfigReader(handlerTypes, values, options, services, diagnostics)
                        .read(top.entry("handler"));
        Map<String, PlatformConfig> platforms = platforms(top, disconnect, proxy, shared);

        Set<String> enabled =
                platforms.values().stream()
                        .filter(PlatformConfig::enabled)
                        .map(PlatformConfig::name)
                        .collect(Collectors.toSet());
        Optional<NotifyConfig> notify =
                new NotifyConfigReader(values, services, diagnostics)
                        .read(
                                gateway.section("notify", "write notify: {command: [program]}"),
                                enabled);

        Duration longest = disconnect;
        for (PlatformConfig account : platforms.values()) {
            if (account.enabled() && account.disconnectTimeout().compareTo(longest) > 0) {
                longest = account.disconnectTimeout();
            }
        }
        return new GatewayConfig(
                ShutdownBudget.of(drain, longest),
                tokenWait,
                health,
                logLevel,
                answering,
                platforms,
                notify,
                journal.orElse(JournalConfig.DEFAULT),
                host);
    }

    private static Map<String, String> remedies(List<String> keys, String remedy) {
        Map<String, String> elsewhere = new HashMap<>();
        for (String key : keys) {
            elsewhere.put(key, remedy);
        }
        return elsewhere;
    }

    private Optional<LogLevel> logLevel(YamlEntry entry) {
        Optional<ResolvedValue> value = values.scalar(entry, "a log level", true);
        Optional<LogLevel> level = value.flatMap(text -> LogLevel.of(text.text()));
        if (value.isPresent() && level.isEmpty()) {
            diagnostics.problem(
                    entry,
                    MessageRedactor.value(value.get()) + " is not a log level",
                    "write error, warn, info or debug");
        }
        return level;
    }

    private Duration duration(YamlMapping mapping, String key, Duration usual, Duration least) {
        return mapping.entry(key)
                .flatMap(entry -> values.duration(entry, least, true))
                .orElse(usual);
    }

    private Map<String, PlatformConfig> platforms(
            YamlMapping top, Duration disconnect, Optional<ProxyPolicy> proxy, boolean shared) {
        Map<String, PlatformConfig> platforms = new LinkedHashMap<>();
        Optional<YamlEntry> entry = top.entry("platforms");
        if (entry.isEmpty()) {
            return platforms;
        }
        YamlMapping mapping =
                YamlMapping.of(
                        entry.get(),
                        diagnostics,
                        "write a name for each: platforms: {family: {type: …}}",
                        MessageRedactor::name);
        for (YamlEntry account : mapping.entries()) {
            platform.read(account, disconnect, proxy, shared)
                    .ifPresent(
                            config -> {
                                duplicateAccountCheck.check(account, config);
                                platforms.put(account.key(), config);
                            });
        }
        return platforms;
    }
}

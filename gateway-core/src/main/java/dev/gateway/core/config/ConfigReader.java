package dev.gateway.core.config;

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

/** Reads the whole tree. Its result counts only if no problem was found. */
final class ConfigReader {

    static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(30);
    static final Duration DISCONNECT_TIMEOUT = Duration.ofSeconds(20);
    static final Duration TOKEN_WAIT = Duration.ofSeconds(60);

    private static final List<String> TOP = List.of("gateway", "handler", "platforms");
    private static final List<String> GATEWAY =
            List.of(
                    "drain_timeout",
                    "disconnect_timeout",
                    "token_wait",
                    "log_level",
                    "health",
                    "notify",
                    ProxyReader.KEY);

    private final Values values;
    private final HandlerReader handler;
    private final ProxyReader proxies;
    private final PlatformReader platform;
    private final TokenUse tokenUse;
    private final Findings findings;

    ConfigReader(
            Types platformTypes,
            Types handlerTypes,
            Placeholders placeholders,
            Function<String, String> environment,
            Function<PlatformConfig, Secret> tokens,
            Findings findings) {
        this.values = new Values(placeholders, findings);
        var options = new OptionsReader(values, findings);
        this.handler = new HandlerReader(handlerTypes, values, options, findings);
        this.proxies = new ProxyReader(values, environment, findings);
        this.platform = new PlatformReader(platformTypes, values, options, proxies, findings);
        this.tokenUse = new TokenUse(tokens, findings);
        this.findings = findings;
    }

    GatewayConfig read(MappingNode root) {
        Section top = Section.root(root, findings);
        top.reportUnknown(TOP, belongs(GATEWAY, "move it below 'gateway:'"));
        Section gateway = top.section("gateway", "write for instance: gateway: {token_wait: 60s}");
        gateway.reportUnknown(GATEWAY, belongs(TOP, "move it to the left margin"));

        Duration drain = duration(gateway, "drain_timeout", DRAIN_TIMEOUT, Duration.ZERO);
        Duration disconnect =
                duration(gateway, "disconnect_timeout", DISCONNECT_TIMEOUT, Duration.ofMillis(1));
        Duration tokenWait = duration(gateway, "token_wait", TOKEN_WAIT, Duration.ZERO);
        Optional<InetSocketAddress> health =
                new HealthReader(values, findings)
                        .read(gateway.section("health", "write health: {listen: \"host:port\"}"));
        LogLevel logLevel =
                gateway.entry("log_level").flatMap(this::logLevel).orElse(LogLevel.INFO);
        HandlerConfig answering = handler.read(top.entry("handler"));
        Map<String, PlatformConfig> platforms =
                platforms(top, disconnect, proxies.read(gateway, true));

        Set<String> enabled =
                platforms.values().stream()
                        .filter(PlatformConfig::enabled)
                        .map(PlatformConfig::name)
                        .collect(Collectors.toSet());
        Optional<NotifyConfig> notify =
                new NotifyReader(values, findings)
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
                notify);
    }

    private static Map<String, String> belongs(List<String> keys, String remedy) {
        Map<String, String> elsewhere = new HashMap<>();
        for (String key : keys) {
            elsewhere.put(key, remedy);
        }
        return elsewhere;
    }

    private Optional<LogLevel> logLevel(Entry entry) {
        Optional<Expanded> value = values.scalar(entry, "a log level", true);
        Optional<LogLevel> level = value.flatMap(text -> LogLevel.of(text.text()));
        if (value.isPresent() && level.isEmpty()) {
            findings.problem(
                    entry,
                    Shown.value(value.get()) + " is not a log level",
                    "write error, warn, info or debug");
        }
        return level;
    }

    private Duration duration(Section section, String key, Duration usual, Duration least) {
        return section.entry(key)
                .flatMap(entry -> values.duration(entry, least, true))
                .orElse(usual);
    }

    private Map<String, PlatformConfig> platforms(
            Section top, Duration disconnect, Optional<ProxyPolicy> proxy) {
        Map<String, PlatformConfig> platforms = new LinkedHashMap<>();
        Optional<Entry> entry = top.entry("platforms");
        if (entry.isEmpty()) {
            return platforms;
        }
        Section section =
                Section.of(
                        entry.get(),
                        findings,
                        "write a name for each: platforms: {family: {type: …}}",
                        Shown::name);
        for (Entry account : section.entries()) {
            platform.read(account, disconnect, proxy)
                    .ifPresent(
                            config -> {
                                tokenUse.check(account, config);
                                platforms.put(account.key(), config);
                            });
        }
        return platforms;
    }
}

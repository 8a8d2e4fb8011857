package dev.gateway.core.config;

import dev.gateway.core.config.journal.HostConfig;
import dev.gateway.core.config.journal.HostConfigReader;
import dev.gateway.core.config.journal.JournalConfig;
import dev.gateway.core.config.journal.JournalConfigReader;
import dev.gateway.core.config.journal.PostgresConfig;
import dev.gateway.core.proxy.ProxyPolicy;
import dev.gateway.core.shutdown.ShutdownBudget;
import dev.gateway.core.time.DurationFormat;
import dev.gateway.core.yaml.Secret;
import dev.gateway.core.yaml.YamlQuoting;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A config as YAML with every default filled in, for {@code config show}. Secrets are masked, and
 * so is every other value from the environment or a file: the gateway cannot know whether it is
 * secret.
 */
public final class EffectiveConfig {

    private final LoadedConfig loaded;
    private final StringBuilder out = new StringBuilder();

    private EffectiveConfig(LoadedConfig loaded) {
        this.loaded = loaded;
    }

    /** Returns the text, which ends with a newline. */
    public static String of(LoadedConfig loaded) {
        return new EffectiveConfig(loaded).render();
    }

    private String render() {
        GatewayConfig config = loaded.config();
        gateway(config);
        config.journal().postgres().ifPresent(database -> cluster(database, config.host()));
        out.append("handler:\n");
        line(1, "type", YamlQuoting.word(config.handler().type()));
        String path = handlerPath(config.handler().type());
        if (!config.handler().proxy().equals(ProxyPolicy.DIRECT)) {
            proxy(path, 1, config.handler().proxy().word());
        }
        options(path, 1, config.handler().options());
        if (config.platforms().isEmpty()) {
            out.append("platforms: {}\n");
            return out.toString();
        }
        out.append("platforms:\n");
        config.platforms().values().forEach(this::platform);
        return out.toString();
    }

    /** Returns the path of the handler's options in the file, which allows two notations. */
    private String handlerPath(String type) {
        String keyed = "handler." + type;
        return loaded.references().keySet().stream().anyMatch(key -> key.startsWith(keyed + "."))
                ? keyed
                : "handler";
    }

    private void gateway(GatewayConfig config) {
        ShutdownBudget budget = config.budget();
        out.append("gateway:\n");
        out.append("  # A stop takes at most ").append(DurationFormat.format(budget.total()));
        out.append(": drain, disconnect and ").append(DurationFormat.format(budget.finish()));
        out.append(" to finish.\n");
        line(1, "drain_timeout", DurationFormat.format(budget.drain()));
        line(1, "disconnect_timeout", DurationFormat.format(budget.disconnect()));
        line(1, "token_wait", DurationFormat.format(config.tokenWait()));
        line(1, "log_level", config.logLevel().word());
        notices(config.notices());
        if (config.health().isEmpty()) {
            out.append("  # health: off\n");
            return;
        }
        InetSocketAddress address = config.health().get();
        out.append("  health:\n");
        line(2, HealthConfigReader.LISTEN, YamlQuoting.quoted(hostAndPort(address)));
        InetAddress resolved = address.getAddress();
        if (resolved == null || !resolved.isLoopbackAddress()) {
            line(2, HealthConfigReader.ALLOW_REMOTE, "true");
        }
    }

    private void cluster(PostgresConfig database, HostConfig host) {
        String path = JournalConfigReader.KEY;
        out.append(path).append(":\n");
        line(1, JournalConfigReader.TYPE, JournalConfig.POSTGRES);
        value(path, 1, JournalConfigReader.URL, database.address());
        value(path, 1, JournalConfigReader.USER, database.user());
        database.password()
                .ifPresent(secret -> value(path, 1, JournalConfigReader.PASSWORD, secret));
        line(1, JournalConfigReader.TLS, database.tls().words());
        value(path, 1, JournalConfigReader.SCHEMA, database.schema());
        value(path, 1, JournalConfigReader.LEASE, database.lease());
        database.attachments()
                .ifPresent(
                        folder ->
                                value(path, 1, JournalConfigReader.ATTACHMENTS, folder.toString()));
        out.append(HostConfigReader.KEY).append(":\n");
        value(HostConfigReader.KEY, 1, HostConfigReader.NAME, host.name());
        line(1, HostConfigReader.WEIGHT, String.valueOf(host.weight()));
        line(1, HostConfigReader.JOIN_AFTER, DurationFormat.format(host.joinAfter()));
    }

    private void notices(Optional<NotifyConfig> notify) {
        if (notify.isEmpty()) {
            return;
        }
        out.append("  notify:\n");
        if (notify.get() instanceof NotifyConfig.Command command) {
            value("gateway.notify", 2, NotifyConfigReader.COMMAND, command.words());
        } else if (notify.get() instanceof NotifyConfig.Url url) {
            line(2, NotifyConfigReader.URL, masked() + "  # " + url);
            if (!url.proxy().equals(ProxyPolicy.DIRECT)) {
                proxy("gateway.notify", 2, url.proxy().word());
            }
        } else if (notify.get() instanceof NotifyConfig.Platform platform) {
            value("gateway.notify", 2, NotifyConfigReader.PLATFORM, platform.name());
            value("gateway.notify", 2, NotifyConfigReader.TO, platform.to());
        }
    }

    private static String hostAndPort(InetSocketAddress address) {
        InetAddress resolved = address.getAddress();
        String host = resolved == null ? address.getHostString() : resolved.getHostAddress();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
    }

    private void platform(PlatformConfig platform) {
        out.append("  ").append(YamlQuoting.word(platform.name())).append(":\n");
        String path = "platforms." + platform.name();
        line(2, "type", YamlQuoting.word(platform.type()));
        line(2, "enabled", String.valueOf(platform.enabled()));
        platform.baseUrl().ifPresent(url -> value(path, 2, "base_url", url));
        line(2, "disconnect_timeout", DurationFormat.format(platform.disconnectTimeout()));
        line(2, "contact_timeout", DurationFormat.format(platform.contactTimeout()));
        if (platform.enabled()) {
            proxy(path, 2, platform.proxy().word());
        }
        access(path, platform.access());
        line(2, "format", platform.format().wireName());
        line(2, "send_limit", platform.sendLimited() ? "platform" : "none");
        Duration burstWindow = platform.intake().burstWindow();
        if (!burstWindow.isZero()) {
            line(2, PlatformConfigReader.BURST_WINDOW, DurationFormat.format(burstWindow));
        }
        platform.intake()
                .maxAge()
                .ifPresent(
                        age -> line(2, PlatformConfigReader.MAX_AGE, DurationFormat.format(age)));
        platform.preferredHost().ifPresent(host -> value(path, 2, HostConfigReader.KEY, host));
        options(path, 2, platform.options());
        if (!platform.enabled()) {
            notRead(path, platform.options());
        }
    }

    /** Writes the proxy that is set there, or the one set for all calls. */
    private void proxy(String path, int depth, String word) {
        boolean own = loaded.references().containsKey(reference(path, ProxyConfigReader.KEY));
        value(own ? path : "gateway", depth, ProxyConfigReader.KEY, word);
    }

    private void access(String path, AccessPolicy access) {
        line(2, AccessConfigReader.DM_POLICY, access.direct().wireName());
        List<String> senders = access.allowFrom().stream().sorted().toList();
        value(path, 2, AccessConfigReader.ALLOW_FROM, senders);
        line(2, AccessConfigReader.GROUP_POLICY, access.group().wireName());
        line(2, AccessConfigReader.REQUIRE_MENTION, String.valueOf(access.requireMention()));
        line(2, AccessConfigReader.GROUPS, groups(access.groups()));
        line(2, AccessConfigReader.RESPOND_TO_ALL, String.valueOf(access.respondToAll()));
        line(2, AccessConfigReader.BOTS, access.bots().wireName());
    }

    private static String groups(Map<String, AccessPolicy.GroupRule> groups) {
        return new TreeMap<>(groups)
                .entrySet().stream()
                        .map(
                                group ->
                                        YamlQuoting.quoted(group.getKey())
                                                + group.getValue()
                                                        .requireMention()
                                                        .map(": {require_mention: %s}"::formatted)
                                                        .orElse(": {}"))
                        .collect(Collectors.joining(", ", "{", "}"));
    }

    private void options(String path, int depth, Options options) {
        new TreeMap<>(options.asMap()).forEach((key, value) -> value(path, depth, key, value));
    }

    private void value(String path, int depth, String key, Object value) {
        String reference = loaded.references().get(reference(path, key));
        boolean telling = value instanceof Duration || value instanceof Boolean;
        if (reference != null && !telling) {
            line(depth, key, masked() + "  # from " + YamlQuoting.quoted(reference));
        } else if (value instanceof Secret) {
            line(depth, key, masked());
        } else {
            line(depth, key, plain(value));
        }
    }

    /**
     * Returns the path under which a reference in {@code key}, or in an item of it, is recorded.
     */
    private String reference(String path, String key) {
        String whole = path + "." + key;
        return loaded.references().keySet().stream()
                .filter(known -> known.equals(whole) || known.startsWith(whole + "["))
                .min(String::compareTo)
                .orElse(whole);
    }

    private static String masked() {
        return YamlQuoting.quoted(Secret.of("").toString());
    }

    private static String plain(Object value) {
        if (value instanceof Duration duration) {
            return DurationFormat.format(duration);
        }
        if (value instanceof URI uri) {
            return YamlQuoting.quoted(withoutQuery(uri));
        }
        if (value instanceof List<?> list) {
            return YamlQuoting.list(list.stream().map(String.class::cast).toList());
        }
        return value instanceof String text ? YamlQuoting.quoted(text) : String.valueOf(value);
    }

    /** Returns {@code uri} with a masked query, a common place for keys. */
    private static String withoutQuery(URI uri) {
        String text = uri.toString();
        int query = text.indexOf('?');
        return query < 0 ? text : text.substring(0, query) + "?********";
    }

    private void notRead(String path, Options options) {
        Set<String> keys = new TreeSet<>();
        for (Map.Entry<String, String> reference : loaded.references().entrySet()) {
            if (reference.getKey().startsWith(path + ".")) {
                String key = reference.getKey().substring(path.length() + 1);
                String name = key.contains("[") ? key.substring(0, key.indexOf('[')) : key;
                if (!options.asMap().containsKey(name)) {
                    keys.add(name);
                }
            }
        }
        for (String key : keys) {
            out.append("    # ").append(key).append(": not read, as it is disabled\n");
        }
    }

    private void line(int depth, String key, String value) {
        out.append("  ".repeat(depth)).append(key).append(": ").append(value).append('\n');
    }
}

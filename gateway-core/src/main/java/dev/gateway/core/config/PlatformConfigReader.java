package dev.gateway.core.config;

import dev.gateway.core.config.journal.HostConfigReader;
import dev.gateway.core.proxy.ProxyPolicy;
import dev.gateway.core.time.DurationFormat;
import dev.gateway.core.yaml.AccountName;
import dev.gateway.core.yaml.Diagnostics;
import dev.gateway.core.yaml.TypeRegistry;
import dev.gateway.core.yaml.TypeSchema;
import dev.gateway.core.yaml.ValueReader;
import dev.gateway.core.yaml.YamlEntry;
import dev.gateway.core.yaml.YamlMapping;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reader of one entry below {@code platforms:}. */
final class PlatformConfigReader {

    static final Duration CONTACT_TIMEOUT = Duration.ofSeconds(90);

    private static final String TYPE = "type";
    private static final String ENABLED = "enabled";
    private static final String BASE_URL = "base_url";
    private static final String DISCONNECT_TIMEOUT = "disconnect_timeout";
    private static final String CONTACT = "contact_timeout";
    private static final String FORMAT = "format";
    private static final String SEND_LIMIT = "send_limit";
    static final String BURST_WINDOW = "burst_window";
    static final String MAX_AGE = "max_age";

    /** The minimum age limit; a message is some seconds on its way. */
    private static final Duration MIN_MAX_AGE = Duration.ofMinutes(1);

    /** The maximum burst window; each message waits for it. */
    private static final Duration MAX_BURST_WINDOW = Duration.ofSeconds(3);

    /** The minimum contact timeout; the shortest poll, one second, has to fit in it. */
    private static final Duration MIN_CONTACT_TIMEOUT = Duration.ofSeconds(3);

    private static final List<String> COMMON =
            Stream.concat(
                            Stream.of(
                                    TYPE,
                                    ENABLED,
                                    BASE_URL,
                                    DISCONNECT_TIMEOUT,
                                    CONTACT,
                                    ProxyConfigReader.KEY,
                                    FORMAT,
                                    SEND_LIMIT,
                                    BURST_WINDOW,
                                    MAX_AGE,
                                    HostConfigReader.KEY),
                            AccessConfigReader.KEYS.stream())
                    .toList();

    private final TypeRegistry types;
    private final ValueReader values;
    private final OptionsReader options;
    private final ProxyConfigReader proxies;
    private final HostConfigReader hosts;
    private final AccessConfigReader access;
    private final Diagnostics diagnostics;

    PlatformConfigReader(
            TypeRegistry types,
            ValueReader values,
            OptionsReader options,
            ProxyConfigReader proxies,
            HostConfigReader hosts,
            Diagnostics diagnostics) {
        this.types = types;
        this.values = values;
        this.options = options;
        this.proxies = proxies;
        this.hosts = hosts;
        this.access = new AccessConfigReader(values, diagnostics);
        this.diagnostics = diagnostics;
    }

    /**
     * Returns the account; empty if a problem was reported.
     *
     * @param disconnectTimeout the default for an entry that sets none
     * @param proxy the default for an entry that sets none; empty: the environment's
     * @param shared whether several hosts share the journal
     */
    Optional<PlatformConfig> read(
            YamlEntry entry,
            Duration disconnectTimeout,
            Optional<ProxyPolicy> proxy,
            boolean shared) {
        int before = diagnostics.problemCount();
        if (!AccountName.hasNameCharacters(entry.key())) {
            diagnostics.problem(
                    entry, "the name of a platform must be " + AccountName.RULE, "rename it");
        } else if (!AccountName.isComposed(entry.key())) {
            diagnostics.problem(
                    entry,
                    "the name of a platform must be in composed form (NFC)",
                    "type it anew: it was written with separate accents");
        }
        YamlMapping mapping =
                YamlMapping.of(entry, diagnostics, "write for instance: family: {type: …}");
        if (diagnostics.problemCount() > before && mapping.entries().isEmpty()) {
            return Optional.empty();
        }
        boolean enabled =
                mapping.entry(ENABLED).flatMap(flag -> values.flag(flag, true)).orElse(true);
        Optional<URI> baseUrl =
                mapping.entry(BASE_URL).flatMap(url -> values.webAddress(url, enabled));
        Duration disconnect =
                duration(mapping, DISCONNECT_TIMEOUT, Duration.ofMillis(1), enabled)
                        .orElse(disconnectTimeout);
        Duration contact =
                duration(mapping, CONTACT, MIN_CONTACT_TIMEOUT, enabled).orElse(CONTACT_TIMEOUT);
        ProxyPolicy way =
                proxies.read(mapping, enabled)
                        .or(() -> proxy)
                        .orElseGet(() -> proxies.fromEnvironment(entry, enabled));
        TextFormat format =
                word(mapping, FORMAT, List.of("markdown", "plain"), enabled)
                        .flatMap(TextFormat::of)
                        .orElse(TextFormat.MARKDOWN);
        boolean sendLimited =
                word(mapping, SEND_LIMIT, List.of("platform", "none"), enabled)
                        .map(word -> word.equals("platform"))
                        .orElse(true);
        IntakePolicy intake = intake(mapping, enabled);
        Optional<String> host = hosts.preferred(mapping, shared, enabled);
        AccessPolicy rules = access.read(mapping, enabled);
        Optional<TypeSchema> schema = type(mapping);
        if (schema.isEmpty()) {
            options.reportUnknownInAnyType(mapping, types.all(), COMMON);
            return Optional.empty();
        }
        Options read = options.read(mapping, schema.get(), COMMON, enabled);
        return diagnostics.problemCount() > before
                ? Optional.empty()
                : Optional.of(
                        new PlatformConfig(
                                entry.key(),
                                schema.get().type(),
                                enabled,
                                baseUrl,
                                disconnect,
                                contact,
                                read,
                                way,
                                rules,
                                format,
                                sendLimited,
                                intake,
                                host));
    }

    private IntakePolicy intake(YamlMapping mapping, boolean resolve) {
        Optional<Duration> burstWindow = duration(mapping, BURST_WINDOW, Duration.ZERO, resolve);
        if (burstWindow.isPresent() && burstWindow.get().compareTo(MAX_BURST_WINDOW) > 0) {
            diagnostics.problem(
                    mapping.entry(BURST_WINDOW).orElseThrow(),
                    "the handler would wait too long for each message",
                    "write at most " + DurationFormat.format(MAX_BURST_WINDOW));
        }
        return new IntakePolicy(
                burstWindow.orElse(Duration.ZERO),
                duration(mapping, MAX_AGE, MIN_MAX_AGE, resolve));
    }

    /**
     * Returns the value of a key with a fixed set of words; empty if it is not set or not valid.
     */
    private Optional<String> word(
            YamlMapping mapping, String key, List<String> words, boolean resolve) {
        return mapping.entry(key).flatMap(entry -> values.word(entry, words, resolve));
    }

    private Optional<Duration> duration(
            YamlMapping mapping, String key, Duration least, boolean resolve) {
        return mapping.entry(key).flatMap(entry -> values.duration(entry, least, resolve));
    }

    private Optional<TypeSchema> type(YamlMapping mapping) {
        Optional<YamlEntry> entry = mapping.entry(TYPE);
        if (entry.isEmpty()) {
            mapping.missing(TYPE, "missing", types.known());
            return Optional.empty();
        }
        return values.scalar(entry.get(), "a type of platform", true)
                .flatMap(type -> types.named(entry.get(), type, diagnostics));
    }
}

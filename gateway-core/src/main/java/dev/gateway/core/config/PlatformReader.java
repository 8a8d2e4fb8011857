package dev.gateway.core.config;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads one entry below {@code platforms:}. */
final class PlatformReader {

    static final Duration CONTACT_TIMEOUT = Duration.ofSeconds(90);

    private static final String TYPE = "type";
    private static final String ENABLED = "enabled";
    private static final String BASE_URL = "base_url";
    private static final String DISCONNECT_TIMEOUT = "disconnect_timeout";
    private static final String CONTACT = "contact_timeout";

    /** The shortest hold of a poll, a second, has to fit in it. */
    private static final Duration SHORTEST_CONTACT = Duration.ofSeconds(3);

    private static final List<String> COMMON =
            List.of(TYPE, ENABLED, BASE_URL, DISCONNECT_TIMEOUT, CONTACT, ProxyReader.KEY);

    private final Types types;
    private final Values values;
    private final OptionsReader options;
    private final ProxyReader proxies;
    private final Findings findings;

    PlatformReader(
            Types types,
            Values values,
            OptionsReader options,
            ProxyReader proxies,
            Findings findings) {
        this.types = types;
        this.values = values;
        this.options = options;
        this.proxies = proxies;
        this.findings = findings;
    }

    /**
     * The account; empty if anything about it was reported.
     *
     * @param disconnectTimeout for an entry that does not set its own
     * @param proxy for an entry that does not set its own; empty: the environment's
     */
    Optional<PlatformConfig> read(
            Entry entry, Duration disconnectTimeout, Optional<ProxyPolicy> proxy) {
        int before = findings.problemCount();
        if (!AccountName.hasNameCharacters(entry.key())) {
            findings.problem(
                    entry, "the name of a platform must be " + AccountName.RULE, "rename it");
        } else if (!AccountName.isComposed(entry.key())) {
            findings.problem(
                    entry,
                    "the name of a platform must be in composed form (NFC)",
                    "type it anew: it was written with separate accents");
        }
        Section section = Section.of(entry, findings, "write for instance: family: {type: …}");
        if (findings.problemCount() > before && section.entries().isEmpty()) {
            return Optional.empty();
        }
        boolean enabled =
                section.entry(ENABLED).flatMap(flag -> values.flag(flag, true)).orElse(true);
        Optional<URI> baseUrl =
                section.entry(BASE_URL).flatMap(url -> values.webAddress(url, enabled));
        Duration disconnect =
                duration(section, DISCONNECT_TIMEOUT, Duration.ofMillis(1), enabled)
                        .orElse(disconnectTimeout);
        Duration contact =
                duration(section, CONTACT, SHORTEST_CONTACT, enabled).orElse(CONTACT_TIMEOUT);
        ProxyPolicy way =
                proxies.read(section, enabled)
                        .or(() -> proxy)
                        .orElseGet(() -> proxies.usual(entry, enabled));
        Optional<TypeSchema> schema = type(section);
        if (schema.isEmpty()) {
            options.reportUnknownInAnyType(section, types.all(), COMMON);
            return Optional.empty();
        }
        Options read = options.read(section, schema.get(), COMMON, enabled);
        return findings.problemCount() > before
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
                                way));
    }

    private Optional<Duration> duration(
            Section section, String key, Duration least, boolean resolve) {
        return section.entry(key).flatMap(entry -> values.duration(entry, least, resolve));
    }

    private Optional<TypeSchema> type(Section section) {
        Optional<Entry> entry = section.entry(TYPE);
        if (entry.isEmpty()) {
            section.missing(TYPE, "missing", types.known());
            return Optional.empty();
        }
        return values.scalar(entry.get(), "a type of platform", true)
                .flatMap(type -> types.named(entry.get(), type, findings));
    }
}

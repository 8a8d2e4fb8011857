package dev.gateway.core.config.journal;

import dev.gateway.core.time.DurationFormat;
import dev.gateway.core.yaml.Diagnostics;
import dev.gateway.core.yaml.Secret;
import dev.gateway.core.yaml.ValueReader;
import dev.gateway.core.yaml.YamlEntry;
import dev.gateway.core.yaml.YamlMapping;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reader of the section {@code journal:}. Makes no network call. */
public final class JournalConfigReader {

    /** The key of the section. */
    public static final String KEY = "journal";

    /** The keys of the section, which all but the first belong to a database. */
    public static final String TYPE = "type";

    public static final String URL = "url";
    public static final String USER = "user";
    public static final String PASSWORD = "password";
    public static final String SCHEMA = "schema";
    public static final String LEASE = "lease";
    public static final String TLS = "tls";
    public static final String ATTACHMENTS = "attachments";

    private static final Duration MIN_LEASE = Duration.ofSeconds(4);
    private static final Duration MAX_LEASE = Duration.ofSeconds(60);
    private static final int MAX_IDENTIFIER_LENGTH = 63;
    private static final List<String> TYPES = List.of(JournalConfig.SQLITE, JournalConfig.POSTGRES);
    private static final List<String> OF_A_DATABASE =
            List.of(URL, USER, PASSWORD, SCHEMA, LEASE, TLS, ATTACHMENTS);
    private static final List<String> KEYS =
            List.of(TYPE, URL, USER, PASSWORD, SCHEMA, LEASE, TLS, ATTACHMENTS);
    private static final String EXAMPLE =
            "write journal: {type: postgres, url: \"postgresql://host:5432/database\"}";

    private final ValueReader values;
    private final Diagnostics diagnostics;

    /** Creates a reader that reports to {@code diagnostics}. */
    public JournalConfigReader(ValueReader values, Diagnostics diagnostics) {
        this.values = values;
        this.diagnostics = diagnostics;
    }

    /**
     * Returns the journal: the one in the home if the section is absent; empty if a problem was
     * reported.
     *
     * @param top the whole file
     */
    public Optional<JournalConfig> read(YamlMapping top) {
        int before = diagnostics.problemCount();
        YamlMapping journal = top.section(KEY, EXAMPLE);
        journal.reportUnknown(
                KEYS, Map.of("host", "move it to the left margin", "name", "write it below host:"));
        Optional<String> type =
                journal.entry(TYPE).flatMap(entry -> values.word(entry, TYPES, true));
        if (type.isEmpty() && !journal.entries().isEmpty() && journal.entry(TYPE).isEmpty()) {
            journal.missing(TYPE, "missing", "write type: postgres, or type: sqlite");
        }
        if (type.isPresent() && type.get().equals(JournalConfig.SQLITE)) {
            reportKeysOfADatabase(journal);
        }
        Optional<JournalConfig> config =
                type.isPresent() && type.get().equals(JournalConfig.POSTGRES)
                        ? postgres(journal).map(JournalConfig::in)
                        : Optional.of(JournalConfig.DEFAULT);
        return diagnostics.problemCount() > before ? Optional.empty() : config;
    }

    private void reportKeysOfADatabase(YamlMapping journal) {
        for (String key : OF_A_DATABASE) {
            journal.entry(key)
                    .ifPresent(
                            entry ->
                                    diagnostics.problem(
                                            entry,
                                            "belongs to a journal of type postgres",
                                            "write type: postgres, or remove the line"));
        }
    }

    private Optional<PostgresConfig> postgres(YamlMapping journal) {
        Optional<DatabaseAddress> address = Optional.empty();
        if (journal.entry(URL).isPresent()) {
            address =
                    journal.entry(URL)
                            .flatMap(entry -> DatabaseAddress.read(entry, values, diagnostics));
        } else {
            journal.missing(URL, "missing", EXAMPLE);
        }
        String user =
                journal.entry(USER)
                        .flatMap(entry -> values.text(entry, true))
                        .orElse(PostgresConfig.DEFAULT_NAME);
        Optional<Secret> password =
                journal.entry(PASSWORD).flatMap(entry -> values.secret(entry, true));
        DatabaseTls tls = new DatabaseTlsReader(values, diagnostics).read(journal);
        String schema =
                journal.entry(SCHEMA).flatMap(this::schema).orElse(PostgresConfig.DEFAULT_NAME);
        Duration lease =
                journal.entry(LEASE).flatMap(this::lease).orElse(PostgresConfig.DEFAULT_LEASE);
        Optional<Path> attachments = journal.entry(ATTACHMENTS).flatMap(this::folder);
        return address.map(
                found ->
                        new PostgresConfig(
                                found.servers(),
                                found.database(),
                                user,
                                password,
                                tls,
                                schema,
                                lease,
                                attachments));
    }

    private Optional<String> schema(YamlEntry entry) {
        Optional<String> name = values.text(entry, true);
        if (name.isPresent() && !isIdentifier(name.get())) {
            diagnostics.problem(
                    entry,
                    "must be a plain name: a to z, 0 to 9 and _, not beginning with a digit or pg_",
                    "write for instance schema: gateway");
            return Optional.empty();
        }
        return name;
    }

    private static boolean isIdentifier(String name) {
        return name.length() <= MAX_IDENTIFIER_LENGTH
                && !name.startsWith("pg_")
                && !name.equals("information_schema")
                && !(name.charAt(0) >= '0' && name.charAt(0) <= '9')
                && name.chars()
                        .allMatch(c -> c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '_');
    }

    private Optional<Duration> lease(YamlEntry entry) {
        Optional<Duration> lease = values.duration(entry, MIN_LEASE, true);
        if (lease.isPresent() && lease.get().compareTo(MAX_LEASE) > 0) {
            diagnostics.problem(
                    entry,
                    "is too long: a host that died would keep its accounts for all that time",
                    "write at most " + DurationFormat.format(MAX_LEASE));
            return Optional.empty();
        }
        return lease;
    }

    private Optional<Path> folder(YamlEntry entry) {
        Optional<String> text = values.text(entry, true);
        if (text.isPresent() && !text.get().startsWith("/")) {
            diagnostics.problem(
                    entry,
                    "must be an absolute path: the folder is the same one on all hosts",
                    "write for instance attachments: /mnt/gateway");
            return Optional.empty();
        }
        return values.path(entry, true);
    }
}

package dev.gateway.core.config.journal;

import dev.gateway.core.file.BoundedTextFile;
import dev.gateway.core.yaml.ConfigProblem;
import dev.gateway.core.yaml.Diagnostics;
import dev.gateway.core.yaml.ValueReader;
import dev.gateway.core.yaml.YamlEntry;
import dev.gateway.core.yaml.YamlMapping;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reader of {@code journal.tls}. With any file in it, connections are always encrypted; without the
 * section, one to this machine itself is not.
 */
final class DatabaseTlsReader {

    private static final String EXAMPLE = "write for instance tls: {ca: /etc/ssl/db-ca.pem}";
    static final String MODE = "mode";
    static final String CA = "ca";
    static final String CERTIFICATE = "cert";
    static final String PRIVATE_KEY = "key";
    private static final List<String> KEYS = List.of(MODE, CA, CERTIFICATE, PRIVATE_KEY);

    private final ValueReader values;
    private final Diagnostics diagnostics;

    DatabaseTlsReader(ValueReader values, Diagnostics diagnostics) {
        this.values = values;
        this.diagnostics = diagnostics;
    }

    /** Returns the encryption that the section asks for. */
    DatabaseTls read(YamlMapping journal) {
        YamlMapping tls = journal.section(JournalConfigReader.TLS, EXAMPLE);
        if (tls.entries().isEmpty()) {
            return DatabaseTls.DEFAULT;
        }
        tls.reportUnknown(KEYS, Map.of("certificate", "write cert:", "verify", "write mode:"));
        DatabaseTls.Mode mode =
                tls.entry(MODE)
                        .flatMap(entry -> values.word(entry, DatabaseTls.Mode.words(), true))
                        .flatMap(DatabaseTls.Mode::of)
                        .orElse(DatabaseTls.Mode.VERIFY_FULL);
        Optional<Path> ca = tls.entry(CA).flatMap(this::file);
        Optional<Path> certificate = tls.entry(CERTIFICATE).flatMap(this::file);
        Optional<Path> key = tls.entry(PRIVATE_KEY).flatMap(this::file);
        if (tls.entry(CERTIFICATE).isPresent() != tls.entry(PRIVATE_KEY).isPresent()) {
            String missing = tls.entry(PRIVATE_KEY).isPresent() ? CERTIFICATE : PRIVATE_KEY;
            tls.missing(missing, "missing", "name both: cert: FILE and key: FILE");
        }
        if (key.isPresent() && BoundedTextFile.isReadableByOthers(key.get())) {
            warn(
                    tls.entry(PRIVATE_KEY).orElseThrow(),
                    "other users can read " + key.get(),
                    "chmod 600 " + key.get());
        }
        return new DatabaseTls(mode, ca, certificate, key);
    }

    /**
     * Returns the path. A file that is not there is no error: the config may be checked elsewhere
     * than it is used.
     */
    private Optional<Path> file(YamlEntry entry) {
        Optional<Path> file = values.path(entry, true);
        if (file.isPresent() && !Files.isReadable(file.get())) {
            warn(
                    entry,
                    file.get() + " is missing or not readable",
                    "put the file there, or correct the path");
        }
        return file;
    }

    private void warn(YamlEntry entry, String message, String remedy) {
        diagnostics.warning(ConfigProblem.at(entry.line(), entry.path(), message, remedy));
    }
}

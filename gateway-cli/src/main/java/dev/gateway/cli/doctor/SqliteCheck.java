package dev.gateway.cli.doctor;

import dev.gateway.core.sqlite.SqliteVersion;
import java.io.IOException;
import java.util.List;

/** The check of the SQLite library, which this command shares with the gateway. */
final class SqliteCheck implements DoctorCheck {

    private static final String NAME = "sqlite";

    private final VersionSource source;

    SqliteCheck() {
        this(SqliteVersion::running);
    }

    SqliteCheck(VersionSource source) {
        this.source = source;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<CheckResult> check(DiagnosisContext context) throws IOException {
        SqliteVersion version = source.version();
        if (!version.canCorruptSharedLog()) {
            return List.of(CheckResult.ok(NAME, "SQLite " + version));
        }
        return List.of(
                CheckResult.failed(
                        NAME,
                        "SQLite %s can corrupt the journal when two processes write it (3.7.0 to 3.51.2 can)"
                                .formatted(version),
                        "take a gateway with SQLite 3.51.3 or newer; this one comes from "
                                + SqliteVersion.origin()));
    }

    /** A source of the library's version. */
    @FunctionalInterface
    interface VersionSource {
        SqliteVersion version() throws IOException;
    }
}

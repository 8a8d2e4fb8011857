package dev.gateway.cli.doctor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The check of the class archive, which the launcher passes to the JVM. Without it each command
 * takes some 0.2 s longer.
 */
final class ClassArchiveCheck implements DoctorCheck {

    private static final String NAME = "archive";
    private static final String SLOWER = "; each command takes some 0.2 s longer";

    private final UnaryOperator<String> properties;
    private final Path maps;

    /** Creates a check of this process. */
    ClassArchiveCheck() {
        this(System::getProperty, Path.of("/proc/self/maps"));
    }

    /** Creates a check of a process with these system properties and this list of mapped files. */
    ClassArchiveCheck(UnaryOperator<String> properties, Path maps) {
        this.properties = properties;
        this.maps = maps;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<CheckResult> check(DiagnosisContext context) throws IOException {
        return List.of(check());
    }

    CheckResult check() throws IOException {
        String archive = properties.apply("gateway.class.archive");
        if (archive == null) {
            String reason = properties.apply("gateway.no.class.archive");
            return CheckResult.skipped(
                    NAME,
                    "no class archive"
                            + (reason == null ? "" : ": " + reason)
                            + SLOWER
                            + (reason == null ? "" : ", see GATEWAY_CDS_DIR in bin/gateway"));
        }
        return isMapped(archive)
                ? CheckResult.ok(NAME, "class archive in use: " + archive)
                : CheckResult.skipped(
                        NAME, "this Java does not take the class archive " + archive + SLOWER);
    }

    /** Returns whether the JVM has mapped the file; true where the system does not tell. */
    private boolean isMapped(String archive) throws IOException {
        return !Files.isReadable(maps)
                || Files.readString(maps, StandardCharsets.ISO_8859_1)
                        .contains(
                                new String(
                                        archive.getBytes(StandardCharsets.UTF_8),
                                        StandardCharsets.ISO_8859_1));
    }
}

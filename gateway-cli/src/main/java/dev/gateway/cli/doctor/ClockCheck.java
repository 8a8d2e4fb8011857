package dev.gateway.cli.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** The check of the clock: certificates, platforms and people need it, cursors and locks do not. */
final class ClockCheck implements DoctorCheck {

    private static final String NAME = "clock";
    private static final Instant EARLIEST = Instant.parse("2025-01-01T00:00:00Z");
    private static final Duration TOLERANCE = Duration.ofMinutes(1);
    private static final String REMEDY = "set the clock: timedatectl set-ntp true";

    /** The mark of a first synchronization (systemd-timesyncd.service(8)). */
    private static final Path SYNCHRONIZED = Path.of("/run/systemd/timesync/synchronized");

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<CheckResult> check(DiagnosisContext context) throws IOException {
        Instant now = context.host().clock().instant();
        if (now.isBefore(EARLIEST)) {
            return List.of(
                    CheckResult.failed(NAME, "it is " + now + " here, which is long past", REMEDY));
        }
        for (Path file : List.of(context.home().state(), context.home().events())) {
            if (Files.isRegularFile(file)) {
                Instant written = Files.getLastModifiedTime(file).toInstant();
                if (written.isAfter(now.plus(TOLERANCE))) {
                    return List.of(
                            CheckResult.failed(
                                    NAME,
                                    "%s was written at %s, which is yet to come: the clock was set"
                                                    .formatted(file.getFileName(), written)
                                            + " back",
                                    REMEDY));
                }
            }
        }
        return List.of(
                CheckResult.ok(
                        NAME,
                        now.truncatedTo(ChronoUnit.SECONDS)
                                + (Files.exists(SYNCHRONIZED) ? ", synchronized" : "")));
    }
}

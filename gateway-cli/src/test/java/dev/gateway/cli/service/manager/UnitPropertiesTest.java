package dev.gateway.cli.service.manager;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnitPropertiesTest {

    private static final String RELOAD = "systemctl --user daemon-reload";
    private static final Instant NOW = Instant.parse("2026-04-01T12:00:00Z");

    /** The unit was started a minute ago, an hour after the boot. */
    private static final long NANOS = Duration.ofMinutes(61).toNanos();

    @TempDir private Path folder;

    private Path unit;
    private Path dropIn;
    private Path environment;
    private String shown;

    @BeforeEach
    void install() throws Exception {
        unit = file("gateway.service");
        dropIn = file("limits.conf");
        environment = file("gateway.env");
        shown =
                """
                Type=notify
                NotifyAccess=all
                KillMode=mixed
                ActiveState=active
                NeedDaemonReload=no
                FragmentPath=%s
                DropInPaths=/nowhere/a.conf %s
                EnvironmentFiles=/nowhere/my bot/gateway.env (ignore_errors=yes)
                EnvironmentFiles=%s (ignore_errors=no)
                InactiveExitTimestampMonotonic=3600000000
                """
                        .formatted(unit, dropIn, environment);
    }

    @Test
    void theUnitThatServiceInstallWritesIsNoObstacle() {
        assertThat(obstacle(shown)).isEmpty();
    }

    @Test
    void anOlderUnitIsAndItsRemedyIsNamed() {
        assertThat(obstacle(shown.replace("NotifyAccess=all", "NotifyAccess=main")))
                .contains(
                        "its unit has NotifyAccess=main instead of all; 'gateway service install'"
                                + " writes it anew");
        assertThat(obstacle(shown.replace("KillMode=mixed", "KillMode=control-group"))).isPresent();
        assertThat(obstacle(shown.replace("Type=notify", "Type=simple"))).isPresent();
        assertThat(obstacle("")).isPresent();
    }

    @Test
    void soAreAUnitThatStartsAndOneThatSystemdHasNotRead() {
        assertThat(obstacle(shown.replace("=active", "=activating"))).contains("it is activating");
        assertThat(obstacle(shown.replace("Reload=no", "Reload=yes")).orElseThrow())
                .contains(RELOAD);
    }

    @Test
    void whatWasWrittenAfterTheStartHoldsForTheNextStartOnly() throws Exception {
        for (Path each : new Path[] {unit, dropIn, environment}) {
            write(each, NOW.minusSeconds(59));
            assertThat(obstacle(shown).orElseThrow()).startsWith(each + " was changed");
            write(each, NOW.minusSeconds(61));
            assertThat(obstacle(shown)).isEmpty();
        }
    }

    private static Optional<String> obstacle(String text) {
        return UnitProperties.of(text)
                .handoverObstacle(RELOAD, Clock.fixed(NOW, ZoneOffset.UTC), () -> NANOS);
    }

    private Path file(String name) throws Exception {
        Path file = Files.createFile(folder.resolve(name));
        write(file, NOW.minus(Duration.ofDays(1)));
        return file;
    }

    private static void write(Path file, Instant at) throws Exception {
        Files.setLastModifiedTime(file, FileTime.from(at));
    }
}

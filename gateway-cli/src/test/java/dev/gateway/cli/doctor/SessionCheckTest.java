package dev.gateway.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.cli.doctor.CheckResult.Status;
import dev.gateway.core.instance.GatewayHome;
import dev.gateway.core.process.ProcessIdentity;
import dev.gateway.core.process.ProcessProbe;
import dev.gateway.core.session.Session;
import dev.gateway.core.session.SessionRecord;
import dev.gateway.core.session.SessionRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionCheckTest {

    private static final Instant NOON = Instant.parse("2026-04-01T12:00:00Z");

    private final ProcessProbe probe = ProcessProbe.system();
    private final ProcessIdentity self = ProcessIdentity.of(probe, probe.self());
    @TempDir private Path folder;
    private GatewayHome home;

    @BeforeEach
    void create() {
        home = new GatewayHome(folder);
    }

    @Test
    void theSessionOfTheHolderIsNoNews() throws Exception {
        assertThat(only(Optional.empty()).status()).isEqualTo(Status.OK);
        try (Session session = open(self)) {
            assertThat(only(Optional.of(self)).text())
                    .isEqualTo("no old process, nothing left of a dead one");
            assertThat(only(Optional.empty()).text()).contains("on its way in or out");
        }
    }

    @Test
    void anOldProcessIsToldUntilItIsOverdue() throws Exception {
        try (Session session = open(self)) {
            session.markInFlight(1);
            session.markOutgoing(NOON.minusSeconds(10), Duration.ofSeconds(30));
            CheckResult result = only(Optional.empty());
            assertThat(result.status()).isEqualTo(Status.OK);
            assertThat(result.text())
                    .isEqualTo(
                            "the old process (PID "
                                    + self.pid()
                                    + ") still works on 1 message and ends by itself within 20 s.");
            session.markOutgoing(NOON.minusSeconds(50), Duration.ofSeconds(30));
            assertThat(only(Optional.empty()).status()).isEqualTo(Status.FAILED);
            assertThat(only(Optional.empty()).next())
                    .hasValueSatisfying(
                            next -> assertThat(next).contains("'gateway stop --home /h'"));
        }
    }

    @Test
    void anOldProcessThatStandsStillIsAProblem() throws Exception {
        Process process = new ProcessBuilder("sleep", "600").start();
        try (Session session = open(ProcessIdentity.of(probe, process.pid()))) {
            session.markOutgoing(NOON.minusSeconds(1), Duration.ofSeconds(30));
            assertThat(only(Optional.empty()).status()).isEqualTo(Status.OK);
            new ProcessBuilder("kill", "-STOP", "" + process.pid()).start().waitFor();
            Awaitility.await().until(() -> only(Optional.empty()).status() == Status.FAILED);
            assertThat(only(Optional.empty()).next())
                    .contains("have it go on: kill -CONT " + process.pid());
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void whatADeadOneLeftIsTakenBackByItself() throws Exception {
        Path sessions =
                Files.createDirectory(
                        home.sessions(),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rwx------")));
        Files.createFile(sessions.resolve("00112233445566aa.lock"));
        assertThat(only(Optional.empty()).status()).isEqualTo(Status.SKIPPED);
        assertThat(only(Optional.empty()).text())
                .isEqualTo("1 session ended without saying so; the next start takes its work back");
        assertThat(only(Optional.of(self)).text()).contains("the gateway takes its work back");
    }

    private Session open(ProcessIdentity process) throws Exception {
        return new SessionRegistry(home.sessions(), probe)
                .open(new SessionRecord(process, "1.0", NOON));
    }

    private CheckResult only(Optional<ProcessIdentity> holder) {
        List<CheckResult> results = SessionCheck.check(home, probe, NOON, holder, " --home /h");
        assertThat(results).hasSize(1);
        return results.get(0);
    }
}

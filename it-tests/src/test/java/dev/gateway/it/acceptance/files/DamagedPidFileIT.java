package dev.gateway.it.acceptance.files;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gateway.it.fixture.GatewayProcessFixture;
import dev.gateway.it.races.table.RaceRow;
import dev.gateway.sim.process.Await;
import dev.gateway.sim.process.CommandResult;
import dev.gateway.sim.process.FileDamage;
import dev.gateway.sim.process.GatewayCommandLine;
import dev.gateway.sim.process.LauncherLocator;
import dev.gateway.sim.process.ObservedHome;
import dev.gateway.sim.process.RunningProcess;
import dev.gateway.sim.process.Signal;
import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests that a damaged PID file of a killed gateway prevents no start. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DamagedPidFileIT extends GatewayProcessFixture {

    /** The time after which a reported gateway that reads from a pipe counts as hanging. */
    private static final Duration HANG_LIMIT = Duration.ofSeconds(3);

    private int damaged;
    private int reportedLost;

    @AfterAll
    void tellOfTheDamagedFiles() {
        if (damaged == 0) {
            return; // another test of this class was run alone
        }
        assertThat(reportedLost).as("damaged files that no reported start gets past").isPositive();
        RaceRow.of("R5 damaged", 13511, "start on a damaged gateway.pid; one round each kind")
                .control("no start gets past it, with the proposed fix", reportedLost, damaged)
                .gateway("recovers", damaged)
                .record();
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"MISSING", "DIRECTORY"})
    void recoversFromADamagedFile(FileDamage damage) throws Exception {
        killRunning();
        boolean lost = isLostByTheReportedGateway(damage);
        damage.applyTo(home.pidFile());
        expectCorrupt();

        gateway.run(TIMEOUT, "start").expectExit(0);

        long pid = home.lockHolder().orElseThrow();
        assertThat(home.pidRecord().orElseThrow().path("pid").asLong()).isEqualTo(pid);
        gateway.run(TIMEOUT, "stop").expectExit(0);
        assertThat(home.pidFile()).doesNotExist();
        damaged++;
        reportedLost += lost ? 1 : 0;
    }

    @Test
    void leavesAloneWhatALinkPointsTo() throws Exception {
        killRunning();
        FileDamage.LINK_ELSEWHERE.applyTo(home.pidFile());
        var target = home.pidFile().toRealPath();
        byte[] before = Files.readAllBytes(target);

        gateway.run(TIMEOUT, "start").expectExit(0);
        gateway.run(TIMEOUT, "stop").expectExit(0);

        assertThat(target).hasBinaryContent(before);
    }

    @Test
    void destroysNothingInADirectoryAndSaysWhatToDo() throws Exception {
        killRunning();
        FileDamage.DIRECTORY.applyTo(home.pidFile());

        CommandResult run = gateway.run(TIMEOUT, "run").expectExit(73);

        assertThat(run.firstErrorLine())
                .contains(home.pidFile().toString())
                .contains("is a directory")
                .contains("move it away");
        assertThat(home.pidFile().resolve("precious.txt")).exists();
        assertThat(home.lockHolder()).isEmpty();
    }

    /**
     * Returns whether the reported gateway gives up, or hangs, on the same file in a home of its
     * own.
     */
    private boolean isLostByTheReportedGateway(FileDamage damage) throws Exception {
        ObservedHome other = newHome();
        other.write(config());
        Files.copy(home.pidFile(), other.pidFile());
        damage.applyTo(other.pidFile());
        RunningProcess reported =
                GatewayCommandLine.of(scope, LauncherLocator.reported())
                        .withHome(other)
                        .start("run", "--as", "13511-fix");
        Await.until(
                () -> reported.exit().isPresent() || runs(reported) || hangs(damage, reported),
                TIMEOUT,
                "end of a reported start on a PID file that is " + damage);
        reported.kill(Signal.KILL);
        return !runs(reported);
    }

    private static boolean runs(RunningProcess reported) {
        return reported.stderr().stream().anyMatch(line -> line.contains("PID file written"));
    }

    /** Returns whether the process waits for a writer: opening a pipe for reading does. */
    private static boolean hangs(FileDamage damage, RunningProcess reported) {
        return damage == FileDamage.PIPE && reported.elapsed().compareTo(HANG_LIMIT) > 0;
    }

    private void killRunning() throws InterruptedException {
        RunningProcess run = running();
        run.kill(Signal.KILL);
        run.awaitExit(TIMEOUT);
        assertThat(home.pidFile()).exists();
    }

    private void expectCorrupt() throws InterruptedException {
        JsonNode status = gateway.run(TIMEOUT, "status", "--json").expectExit(1).json();
        assertThat(status.path("instance").path("pid_file").asText()).isEqualTo("stale");
        assertThat(status.path("instance").path("reason").asText()).isEqualTo("corrupt");
        assertThat(status.path("pid").isNull()).isTrue();
    }
}

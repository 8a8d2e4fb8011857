package dev.gateway.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.it.races.RaceRow;
import dev.gateway.sim.chat.Said;
import dev.gateway.sim.process.Damage;
import dev.gateway.sim.process.GatewayCommand;
import dev.gateway.sim.process.GatewayHomeDir;
import dev.gateway.sim.process.Launchers;
import dev.gateway.sim.process.Result;
import dev.gateway.sim.process.RunningProcess;
import dev.gateway.sim.process.Signal;
import dev.gateway.sim.process.UnreapedProcess;
import dev.gateway.sim.stage.Await;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** SIGKILL leaves a PID file; the next start recovers by itself, whatever that file says. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ComingBackAfterSigkillIT extends Scene {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** After this time a reported gateway that reads from a pipe is taken to do so for ever. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

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

    @Test
    void recoversFromADeadOneAndAnswersWhatCameMeanwhile() throws Exception {
        killRunning();
        List<Said> meanwhile = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            meanwhile.add(telegram.user("mama").says("are you there " + i + "?"));
        }
        expectStale("dead");

        gateway.run(SOON, "start").expectExit(0);

        for (Said said : meanwhile) {
            assertThat(said.awaitAnswer(SOON)).contains(said.text());
        }
        expectRecovered("gone");
    }

    @Test
    void recoversFromAZombie() throws Exception {
        UnreapedProcess run = gateway.startUnreaped("run");
        home.awaitState("running", SOON);
        run.kill(Signal.KILL);
        run.awaitZombie(SOON);
        expectStale("zombie");

        gateway.run(SOON, "start").expectExit(0);

        expectRecovered("a zombie");
    }

    @Test
    void recoversFromANumberThatAnotherProgramHasNow() throws Exception {
        killRunning();
        RunningProcess other = scope.start("sleep", "1000");
        rewritePidFile(record -> record.put("pid", other.pid()));
        expectStale("pid_reused");

        gateway.run(SOON, "start").expectExit(0);

        expectRecovered("another program");
        assertThat(other.isAlive()).as("the innocent program").isTrue();
    }

    @Test
    void recoversFromARecordThatNamesAnotherProgramWithoutStartTime() throws Exception {
        killRunning();
        RunningProcess other = scope.start("sleep", "1000");
        rewritePidFile(
                record ->
                        record.put("pid", other.pid())
                                .put("started_at", Instant.now().toString())
                                .putNull("start_time"));
        expectStale("not_a_gateway");

        gateway.run(SOON, "start").expectExit(0);
        gateway.run(SOON, "stop").expectExit(0);

        assertThat(other.isAlive()).as("the innocent program").isTrue();
    }

    @Test
    void recoversFromAnotherBoot() throws Exception {
        killRunning();
        RunningProcess other = scope.start("sleep", "1000");
        rewritePidFile(
                record ->
                        record.put("pid", other.pid())
                                .put("boot_id", "00000000-0000-4000-8000-000000000000"));
        expectStale("other_boot");

        gateway.run(SOON, "start").expectExit(0);

        expectRecovered("from another boot");
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"MISSING", "DIRECTORY"})
    void recoversFromADamagedFile(Damage damage) throws Exception {
        killRunning();
        boolean lost = isLostByTheReportedGateway(damage);
        damage.to(home.pidFile());
        expectStale("corrupt");

        gateway.run(SOON, "start").expectExit(0);

        long pid = home.lockHolder().orElseThrow();
        assertThat(home.pidRecord().orElseThrow().path("pid").asLong()).isEqualTo(pid);
        gateway.run(SOON, "stop").expectExit(0);
        assertThat(home.pidFile()).doesNotExist();
        damaged++;
        reportedLost += lost ? 1 : 0;
    }

    @Test
    void leavesAloneWhatALinkPointsTo() throws Exception {
        killRunning();
        Damage.LINK_ELSEWHERE.to(home.pidFile());
        var target = home.pidFile().toRealPath();
        byte[] before = Files.readAllBytes(target);

        gateway.run(SOON, "start").expectExit(0);
        gateway.run(SOON, "stop").expectExit(0);

        assertThat(target).hasBinaryContent(before);
    }

    @Test
    void destroysNothingInADirectoryAndSaysWhatToDo() throws Exception {
        killRunning();
        Damage.DIRECTORY.to(home.pidFile());

        Result run = gateway.run(SOON, "run").expectExit(73);

        assertThat(run.firstErrorLine())
                .contains(home.pidFile().toString())
                .contains("is a directory")
                .contains("move it away");
        assertThat(home.pidFile().resolve("precious.txt")).exists();
        assertThat(home.lockHolder()).isEmpty();
    }

    @Test
    void keepsItsOffsetSoThatNothingIsAnsweredTwice() throws Exception {
        RunningProcess run = running();
        Said before = telegram.user("mama").says("before");
        before.awaitAnswer(SOON);
        awaitHandled(1);
        run.kill(Signal.KILL);
        run.awaitExit(SOON);

        gateway.run(SOON, "start").expectExit(0);
        telegram.user("mama").says("after").awaitAnswer(SOON);

        assertThat(before.answers()).hasSize(1);
    }

    /** Whether it gives up, or hangs, on the same file in a home of its own. */
    private boolean isLostByTheReportedGateway(Damage damage) throws Exception {
        GatewayHomeDir other = newHome();
        other.write(config());
        Files.copy(home.pidFile(), other.pidFile());
        damage.to(other.pidFile());
        RunningProcess reported =
                GatewayCommand.of(scope, Launchers.reported())
                        .withHome(other)
                        .start("run", "--as", "13511-fix");
        Await.until(
                () -> reported.exit().isPresent() || runs(reported) || hangs(damage, reported),
                SOON,
                "end of a reported start on a PID file that is " + damage);
        reported.kill(Signal.KILL);
        return !runs(reported);
    }

    private static boolean runs(RunningProcess reported) {
        return reported.stderr().stream().anyMatch(line -> line.contains("PID file written"));
    }

    /** Whoever opens a pipe for reading waits for a writer. */
    private static boolean hangs(Damage damage, RunningProcess reported) {
        return damage == Damage.PIPE && reported.elapsed().compareTo(PATIENCE) > 0;
    }

    /** Until the answer is not only sent but also marked as sent. */
    private void awaitHandled(int messages) {
        await().atMost(SOON)
                .until(
                        () -> {
                            JsonNode counts = gateway.status().path("messages");
                            return counts.path("handled").asInt() == messages
                                    && counts.path("outbox").asInt() == 0;
                        });
    }

    private void killRunning() throws InterruptedException {
        RunningProcess run = running();
        run.kill(Signal.KILL);
        run.awaitExit(SOON);
        assertThat(home.pidFile()).exists();
    }

    private void expectStale(String reason) throws InterruptedException {
        JsonNode status = gateway.run(SOON, "status", "--json").expectExit(1).json();
        assertThat(status.path("instance").path("pid_file").asText()).isEqualTo("stale");
        assertThat(status.path("instance").path("reason").asText()).isEqualTo(reason);
        assertThat(status.path("pid").isNull()).isTrue();
    }

    private void expectRecovered(String words) {
        assertThat(home.log())
                .anyMatch(
                        line ->
                                line.matches(
                                        ".*Stale PID file: process \\d+ is "
                                                + words
                                                + "\\. Recovered\\..*"));
    }

    private void rewritePidFile(Consumer<ObjectNode> change) throws Exception {
        ObjectNode record = (ObjectNode) home.pidRecord().orElseThrow();
        change.accept(record);
        Files.write(home.pidFile(), JSON.writeValueAsBytes(record));
    }
}

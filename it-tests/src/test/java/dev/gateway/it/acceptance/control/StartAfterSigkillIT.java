package dev.gateway.it.acceptance.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.it.fixture.GatewayProcessFixture;
import dev.gateway.sim.chat.SentMessage;
import dev.gateway.sim.process.RunningProcess;
import dev.gateway.sim.process.Signal;
import dev.gateway.sim.process.ZombieProcess;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Tests that the next start after a SIGKILL recovers by itself, whatever the PID file contains. */
class StartAfterSigkillIT extends GatewayProcessFixture {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void recoversFromADeadOneAndAnswersWhatCameMeanwhile() throws Exception {
        killRunning();
        List<SentMessage> meanwhile = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            meanwhile.add(telegram.user("mama").says("are you there " + i + "?"));
        }
        expectStale("dead");

        gateway.run(TIMEOUT, "start").expectExit(0);

        for (SentMessage said : meanwhile) {
            assertThat(said.awaitAnswer(TIMEOUT)).contains(said.text());
        }
        expectRecovered("gone");
    }

    @Test
    void recoversFromAZombie() throws Exception {
        ZombieProcess run = gateway.startUnreaped("run");
        home.awaitState("running", TIMEOUT);
        run.kill(Signal.KILL);
        run.awaitZombie(TIMEOUT);
        expectStale("zombie");

        gateway.run(TIMEOUT, "start").expectExit(0);

        expectRecovered("a zombie");
    }

    @Test
    void recoversFromANumberThatAnotherProgramHasNow() throws Exception {
        killRunning();
        RunningProcess other = scope.start("sleep", "1000");
        rewritePidFile(record -> record.put("pid", other.pid()));
        expectStale("pid_reused");

        gateway.run(TIMEOUT, "start").expectExit(0);

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

        gateway.run(TIMEOUT, "start").expectExit(0);
        gateway.run(TIMEOUT, "stop").expectExit(0);

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

        gateway.run(TIMEOUT, "start").expectExit(0);

        expectRecovered("from another boot");
    }

    @Test
    void keepsItsOffsetSoThatNothingIsAnsweredTwice() throws Exception {
        RunningProcess run = running();
        SentMessage before = telegram.user("mama").says("before");
        before.awaitAnswer(TIMEOUT);
        awaitHandled(1);
        run.kill(Signal.KILL);
        run.awaitExit(TIMEOUT);

        gateway.run(TIMEOUT, "start").expectExit(0);
        telegram.user("mama").says("after").awaitAnswer(TIMEOUT);

        assertThat(before.answers()).hasSize(1);
    }

    /** Waits until the answers are not only sent but also recorded as sent. */
    private void awaitHandled(int messages) {
        await().atMost(TIMEOUT)
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
        run.awaitExit(TIMEOUT);
        assertThat(home.pidFile()).exists();
    }

    private void expectStale(String reason) throws InterruptedException {
        JsonNode status = gateway.run(TIMEOUT, "status", "--json").expectExit(1).json();
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

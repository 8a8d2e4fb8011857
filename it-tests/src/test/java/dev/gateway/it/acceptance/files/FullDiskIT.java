package dev.gateway.it.acceptance.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gateway.it.fixture.GatewayProcessFixture;
import dev.gateway.it.fixture.TmpfsMount;
import dev.gateway.sim.chat.SentMessage;
import dev.gateway.sim.process.CommandResult;
import dev.gateway.sim.process.HomeConfig;
import dev.gateway.sim.process.ProcessScope;
import dev.gateway.sim.process.RunningProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Fills the disk of the home, or makes it read-only. */
class FullDiskIT extends GatewayProcessFixture {

    /** A handler that answers when there is no file named wait any more. */
    private static final String WAITS =
            """
            while IFS= read -r line; do
              id=${line#*'"id":"'}; id=${id%%'"'*}
              : > asked
              while [ -e wait ]; do sleep 0.1; done
              printf '{"id":"%s","text":"here you are","done":true}\\n' "$id"
            done
            """;

    private final ProcessScope mounts = ProcessScope.open();
    private TmpfsMount disk;

    @BeforeEach
    void putTheHomeOnASmallDisk() throws Exception {
        disk = TmpfsMount.mount(mounts, home.path());
        home.write(config().with("family", telegram));
    }

    @AfterEach
    void unmount() throws Exception {
        scope.close();
        if (disk != null) {
            disk.close();
        }
        mounts.close();
    }

    @Test
    void whatCannotBeStoredIsNotConfirmedAndComesAgainWhenThereIsRoom() throws Exception {
        RunningProcess run = running();
        telegram.user("mama").says("before").awaitAnswer(TIMEOUT);
        await().atMost(TIMEOUT).until(() -> telegram.pendingUpdates(telegram.token()) == 0);
        disk.fill();

        List<SentMessage> stored = writeUntilNoRoomIsLeft(run);
        run.awaitLine("journal\\.db cannot grow.*free some space", TIMEOUT);
        SentMessage sent = telegram.user("mama").says("while it is full");
        home.awaitState("degraded", TIMEOUT);
        JsonNode family = gateway.status().path("platforms").path("family");

        assertThat(family.path("error").asText())
                .contains("journal.db")
                .contains("free some space");
        assertThat(sent.answers()).isEmpty();
        assertThat(telegram.pendingUpdates(telegram.token())).isPositive();
        disk.free();
        assertThat(sent.awaitAnswer(TIMEOUT)).isEqualTo("while it is full");
        home.awaitState("running", TIMEOUT);
        assertThat(home.lockHolder()).hasValue(run.pid());
        gateway.run(BUDGET.plus(TIMEOUT), "stop").expectExit(0);
        assertThat(sent.answers()).hasSize(1);
        assertThat(stored).allMatch(each -> each.answers().size() == 1);
    }

    /**
     * Has papa write until the journal has to grow: its write-ahead log has room for some more
     * messages after a quiet moment, in which it was copied into the database.
     */
    private List<SentMessage> writeUntilNoRoomIsLeft(RunningProcess run) {
        List<SentMessage> all = new ArrayList<>();
        await().atMost(TIMEOUT)
                .until(
                        () -> {
                            all.add(telegram.user("papa").says("more " + all.size()));
                            return run.stderr().stream()
                                    .anyMatch(line -> line.contains("journal.db cannot grow"));
                        });
        return all;
    }

    @Test
    void anAnswerThatCannotBeNotedIsNotedLater() throws Exception {
        Files.writeString(home.path().resolve("patient.sh"), WAITS);
        home.write(
                config().with("family", telegram)
                        .withHandler("{type: process, command: [sh, patient.sh]}"));
        Path wait = Files.createFile(home.path().resolve("wait"));
        RunningProcess run = running();
        telegram.user("mama").says("hello");
        await().atMost(TIMEOUT).until(() -> Files.exists(home.path().resolve("asked")));
        disk.fill();
        writeUntilNoRoomIsLeft(run);
        Files.delete(wait);

        run.awaitLine("journal\\.db cannot grow.*Trying again until it works", TIMEOUT);
        disk.free();

        await().atMost(TIMEOUT).until(() -> !telegram.user("mama").heard().isEmpty());
        gateway.run(BUDGET.plus(TIMEOUT), "stop").expectExit(0);
        assertThat(telegram.user("mama").heard()).hasSize(1);
    }

    /** Fills the disk while an old process works beside its successor, and before a restart. */
    @Test
    void whatAnOldProcessFinishesOnAFullDiskIsSentLaterAndARestartChangesNothing()
            throws Exception {
        Files.writeString(home.path().resolve("patient.sh"), WAITS);
        home.write(
                HomeConfig.echo()
                        .withSetting("drain_timeout", "60s")
                        .with("family", telegram)
                        .withHandler("{type: process, command: [sh, patient.sh]}"));
        Path wait = Files.createFile(home.path().resolve("wait"));
        RunningProcess old = running();
        telegram.user("mama").says("hello");
        await().atMost(TIMEOUT).until(() -> Files.exists(home.path().resolve("asked")));
        gateway.run(TIMEOUT, "restart").expectExit(0);
        long successor = home.lockHolder().orElseThrow();
        assertThat(old.isAlive()).isTrue();
        disk.fill();
        Files.delete(wait);

        CommandResult restart = gateway.run(TIMEOUT, "restart");

        assertThat(restart.exit()).as("%s", restart).isNotZero();
        // If there was room enough to begin with, it takes its home back from a successor that
        // died.
        await().atMost(TIMEOUT).until(() -> home.lockHolder().equals(OptionalLong.of(successor)));
        disk.free();
        assertThat(old.awaitExit(TIMEOUT)).isZero();
        await().atMost(TIMEOUT).until(() -> !telegram.user("mama").heard().isEmpty());
        telegram.user("papa").says("hello");
        await().atMost(TIMEOUT).until(() -> !telegram.user("papa").heard().isEmpty());
        gateway.run(TIMEOUT, "stop").expectExit(0);
        assertThat(telegram.user("mama").heard()).hasSize(1);
        assertThat(telegram.referee().violations()).isEmpty();
    }

    @Test
    void aStartOnAFullDiskSaysSoAndPollsNothing() throws Exception {
        gateway.run(TIMEOUT, "start").expectExit(0);
        gateway.run(BUDGET.plus(TIMEOUT), "stop").expectExit(0);
        telegram.referee().forget();
        disk.fill();

        CommandResult run = gateway.run(TIMEOUT, "run").expectExit(73);

        assertThat(run.stderr().lines())
                .anyMatch(
                        line ->
                                line.startsWith("Cannot use " + home.path())
                                        && line.endsWith(
                                                "No space left on device. Free some space."));
        // The console file of a detached gateway is on that disk as well.
        assertThat(gateway.run(TIMEOUT, "start").expectExit(73).stderr())
                .contains("No space left on device. Free some space.");
        assertThat(telegram.referee().polls()).isEmpty();
        disk.free();
        gateway.run(TIMEOUT, "start").expectExit(0);
    }

    @Test
    void aReadOnlyHomeIsNamed() throws Exception {
        gateway.run(TIMEOUT, "start").expectExit(0);
        gateway.run(BUDGET.plus(TIMEOUT), "stop").expectExit(0);
        disk.makeReadOnly();

        CommandResult run = gateway.run(TIMEOUT, "run").expectExit(73);

        assertThat(run.stderr().lines())
                .anyMatch(
                        line ->
                                line.contains(home.path().toString())
                                        && line.contains("Read-only file system. Have the disk"));
        assertThat(gateway.run(TIMEOUT, "start").expectExit(73).stderr())
                .contains("Read-only file system. Have the disk");
        gateway.run(TIMEOUT, "status").expectExit(3);
        gateway.run(TIMEOUT, "stop").expectExit(0);
    }
}

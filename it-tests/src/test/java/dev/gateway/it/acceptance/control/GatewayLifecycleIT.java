package dev.gateway.it.acceptance.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gateway.core.event.EventType;
import dev.gateway.it.fixture.GatewayProcessFixture;
import dev.gateway.sim.chat.ChatGenerator;
import dev.gateway.sim.process.CommandResult;
import dev.gateway.sim.process.RunningProcess;
import dev.gateway.sim.process.Signal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Tests an ordinary life cycle: run, chat, stop. */
class GatewayLifecycleIT extends GatewayProcessFixture {

    @Test
    void runsChatsAndStops() throws Exception {
        RunningProcess run = running();
        var mama = ChatGenerator.start(telegram.user("mama"), Duration.ofMillis(20));
        var papa = ChatGenerator.start(telegram.user("papa"), Duration.ofMillis(20));
        telegram.user("tim").says("hello").awaitAnswer(TIMEOUT);
        mama.stop();
        papa.stop();
        assertThat(mama.awaitAnswers(TIMEOUT).flawless()).as("%s", mama.count()).isTrue();
        assertThat(papa.awaitAnswers(TIMEOUT).flawless()).as("%s", papa.count()).isTrue();

        run.kill(Signal.TERM);

        assertThat(run.awaitExit(BUDGET.plus(TIMEOUT))).isZero();
        assertThat(home.pidFile()).doesNotExist();
        assertThat(home.lockFile()).exists().isEmptyFile();
        CommandResult status = gateway.run(TIMEOUT, "status", "--json").expectExit(3);
        assertThat(status.json().path("state").asText()).isEqualTo("stopped");
        assertThat(status.json().path("instance").path("lock").asText()).isEqualTo("free");
        assertThat(telegram.referee().violations()).isEmpty();
    }

    @Test
    void tellsWhoItIsWhileItRuns() throws Exception {
        RunningProcess run = running();

        JsonNode status = gateway.run(TIMEOUT, "status", "--json").expectExit(0).json();

        assertThat(status.path("pid").asLong()).isEqualTo(run.pid());
        assertThat(status.path("home").asText()).isEqualTo(home.path().toString());
        assertThat(status.path("instance").path("lock").asText()).isEqualTo("held");
        assertThat(status.path("instance").path("lock_holder_pid").asLong()).isEqualTo(run.pid());
        assertThat(status.path("instance").path("pid_file").asText()).isEqualTo("live");
        JsonNode family = status.path("platforms").path("family");
        assertThat(family.path("type").asText()).isEqualTo("telegram");
        assertThat(family.path("state").asText()).isEqualTo("connected");
        assertThat(family.path("last_contact_at").asText()).isNotEmpty();
        assertThat(family.path("token_holder_pid").asLong()).isEqualTo(run.pid());
        assertThat(home.pidRecord().orElseThrow().path("kind").asText()).isEqualTo("gateway");
        assertThat(gateway.run(TIMEOUT, "status").expectExit(0).stdout()).contains("running");
        JsonNode tokens = gateway.run(TIMEOUT, "tokens", "--json").expectExit(0).json();
        assertThat(tokens.get(0).path("holder").asLong()).isEqualTo(run.pid());
    }

    @Test
    void keepsEverythingToItsOwner() throws Exception {
        running();

        try (var files = Files.walk(home.path())) {
            for (var file : files.filter(path -> !path.equals(home.configFile())).toList()) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .as("%s", file)
                        .isEqualTo(Files.isDirectory(file) ? "rwx------" : "rw-------");
            }
        }
    }

    @Test
    void keepsItsTokenToItself() throws Exception {
        RunningProcess run = running("--verbose");
        telegram.user("mama").says("hello").awaitAnswer(TIMEOUT);
        gateway.run(TIMEOUT, "stop").expectExit(0);
        run.awaitExit(TIMEOUT);

        String secret = telegram.token();
        assertThat(String.join("\n", run.stdout())).doesNotContain(secret);
        assertThat(String.join("\n", run.stderr())).doesNotContain(secret);
        try (var files = Files.walk(home.path())) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                if (!file.equals(home.configFile())) {
                    assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                            .as("%s", file)
                            .doesNotContain(secret);
                }
            }
        }
    }

    @Test
    void startsInTheBackgroundAndSaysSoWhenItRunsAlready() throws Exception {
        gateway.run(TIMEOUT, "start").expectExit(0);
        long pid = home.lockHolder().orElseThrow();

        CommandResult again = gateway.run(TIMEOUT, "start").expectExit(0);

        assertThat(again.stdout()).contains("already running").contains("PID " + pid);
        assertThat(home.lockHolder()).hasValue(pid);
        gateway.run(TIMEOUT, "stop").expectExit(0);
        assertThat(gateway.run(TIMEOUT, "stop").expectExit(0).stdout()).contains("No gateway");
    }

    @Test
    void stopsDuringStartAndLeavesNothingBehind() throws Exception {
        RunningProcess run = gateway.start("run");
        awaitEvent(EventType.LOCK_ACQUIRED);

        run.kill(Signal.TERM);

        assertThat(run.awaitExit(TIMEOUT)).isZero();
        assertThat(home.pidFile()).doesNotExist();
        assertThat(home.lockHolder()).isEmpty();
    }

    private void awaitEvent(EventType type) {
        await().atMost(TIMEOUT)
                .pollInterval(Duration.ofMillis(2))
                .until(() -> !home.events(type).isEmpty());
    }
}

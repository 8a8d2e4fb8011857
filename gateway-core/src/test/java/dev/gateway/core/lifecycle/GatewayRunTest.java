package dev.gateway.core.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gateway.core.event.EventType;
import dev.gateway.core.event.LifecycleEvent;
import dev.gateway.core.instance.PidFile;
import dev.gateway.core.platform.InboundBatch;
import dev.gateway.core.platform.InboundMessage;
import dev.gateway.core.platform.PlatformException;
import dev.gateway.core.shutdown.ExitCode;
import dev.gateway.core.status.GatewayState;
import dev.gateway.core.token.TokenKey;
import dev.gateway.core.yaml.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class GatewayRunTest {

    private final ScriptedPlatform family = new ScriptedPlatform("telegram");
    private final ScriptedPlatform mama = new ScriptedPlatform("weixin");
    @TempDir Path folder;

    @Test
    void aStartGoesStepByStep() throws Exception {
        try (GatewayFixture gateway =
                new GatewayFixture(folder).with(family).start().until(EventType.READY)) {
            assertThat(gateway.eventNames())
                    .containsSubsequence(
                            "home_ready",
                            "lock_acquired",
                            "pid_file_published",
                            "journal_opened",
                            "token_acquired",
                            "telegram connected",
                            "state running",
                            "ready");
            assertThat(new PidFile(gateway.home()).read())
                    .isInstanceOfSatisfying(
                            PidFile.Content.Readable.class,
                            found ->
                                    assertThat(found.record().pid())
                                            .isEqualTo(ProcessHandle.current().pid()));
            assertThat(family.calls()).containsSubsequence("create", "serve");
        }
    }

    @Test
    void aStopGoesStepByStepAndLeavesNothing() throws Exception {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        try (GatewayFixture gateway =
                new GatewayFixture(folder).with(family).start().until(EventType.READY)) {
            assertThat(gateway.stopAndWait()).isEqualTo(ExitCode.OK);
            List<String> names = new ArrayList<>(gateway.eventNames());
            assertThat(names.remove("intake_ended")).as("at any time after the request").isTrue();
            assertThat(names.subList(names.indexOf("stop_requested"), names.size()))
                    .containsExactly(
                            "stop_requested",
                            "state draining",
                            "intake_stopped",
                            "drain_finished",
                            "state stopping",
                            "telegram disconnecting",
                            "telegram disconnected",
                            "platforms_disconnected",
                            "token_released",
                            "tokens_released",
                            "journal_closed",
                            "state stopped",
                            "pid_file_removed",
                            "stopped");
            assertThat(family.calls())
                    .containsSubsequence("stopIntake", "disconnect", "disconnected")
                    .contains("served");
            assertThat(gateway.home().pidFile()).doesNotExist();
            assertThat(gateway.home().lock()).exists();
            assertThat(gateway.tokens().held()).isEmpty();
            assertThat(gateway.state().path("state").asText()).isEqualTo("stopped");
            assertThat(gateway.halts()).isEmpty();
        }
        await().atMost(GatewayFixture.LONG).until(() -> before.containsAll(ours()));
    }

    @Test
    void theStateFileTellsEverythingThatStatusShows() throws Exception {
        try (GatewayFixture gateway =
                new GatewayFixture(folder).with(family).disabled("feishu").start()) {
            gateway.until(EventType.READY);
            await().atMost(GatewayFixture.LONG)
                    .until(() -> gateway.state().path("state").asText().equals("running"));
            JsonNode state = gateway.state();
            long pid = ProcessHandle.current().pid();
            assertThat(state.path("pid").asLong()).isEqualTo(pid);
            assertThat(state.path("home").asText()).isEqualTo(gateway.home().toString());
            assertThat(state.path("version").asText()).isEqualTo("1.2.3");
            assertThat(state.path("started_at").asText()).endsWith("Z");
            assertThat(state.path("instance").path("lock").asText()).isEqualTo("held");
            assertThat(state.path("instance").path("pid_file").asText()).isEqualTo("live");
            assertThat(state.path("supervisor").isNull()).isTrue();
            JsonNode telegram = state.path("platforms").path("telegram");
            assertThat(telegram.path("state").asText()).isEqualTo("connected");
            assertThat(telegram.path("type").asText()).isEqualTo("telegram");
            assertThat(telegram.path("token_holder_pid").asLong()).isEqualTo(pid);
            assertThat(telegram.path("last_contact_at").isTextual()).isTrue();
            assertThat(telegram.path("error").isNull()).isTrue();
            assertThat(state.path("platforms").path("feishu").path("state").asText())
                    .isEqualTo("disabled");
            assertThat(state.path("messages").path("pending").isNumber()).isTrue();
        }
    }

    @Test
    void aMessageIsAnswered() {
        family.serving(
                adapter -> {
                    adapter.context().accept(InboundBatch.of(message("hello")));
                    adapter.serveUntilStopped();
                });
        try (GatewayFixture gateway =
                new GatewayFixture(folder).with(family).start().until(EventType.READY)) {
            await().atMost(GatewayFixture.LONG).until(() -> family.sent().contains("hello"));
            assertThat(gateway.halts()).isEmpty();
        }
    }

    @Test
    void whileOnePlatformIsMissingTheGatewayIsDegraded() {
        mama.serving(
                adapter -> {
                    if (mama.serves() < 2) {
                        throw new PlatformException.Unreachable("no route to host");
                    }
                    adapter.serveUntilStopped();
                });
        try (GatewayFixture gateway = new GatewayFixture(folder).with(family).with(mama).start()) {
            gateway.until(GatewayState.DEGRADED).untilNow(GatewayState.RUNNING);
            assertThat(gateway.eventNames())
                    .containsSubsequence(
                            "weixin retrying",
                            "state degraded",
                            "weixin connected",
                            "state running")
                    .containsSubsequence("state degraded", "ready", "state running");
        }
    }

    @Test
    void whateverAnAdapterThrowsStaysWithItsPlatform() throws Exception {
        var broken = new ScriptedPlatform("broken");
        broken.serving(
                adapter -> {
                    switch (broken.serves()) {
                        case 1 -> throw new IllegalStateException("a bug");
                        case 2 -> throw new NoClassDefFoundError("a missing jar");
                        case 3 -> throw new InterruptedException("nobody asked for this");
                        default -> adapter.serveUntilStopped();
                    }
                });
        try (GatewayFixture gateway =
                new GatewayFixture(folder).with(family).with(broken).start()) {
            gateway.until(EventType.READY).untilNow(GatewayState.RUNNING);
            assertThat(broken.serves()).isEqualTo(4);
            assertThat(family.serves()).isEqualTo(1);
            assertThat(gateway.platformState("telegram")).isEqualTo("connected");
            assertThat(errors(gateway, "broken"))
                    .anyMatch(error -> error.contains("a bug"))
                    .anyMatch(error -> error.contains("a missing jar"));
            assertThat(gateway.stopAndWait()).isEqualTo(ExitCode.OK);
        }
    }

    @Test
    void anAdapterThatCannotBeMadeIsTriedAgain() {
        var broken = new ScriptedPlatform("broken");
        broken.creating(
                () -> {
                    if (broken.calls().stream().filter("create"::equals).count() < 2) {
                        throw new NoClassDefFoundError("a missing jar");
                    }
                });
        try (GatewayFixture gateway =
                new GatewayFixture(folder).with(family).with(broken).start()) {
            gateway.until(EventType.READY).untilNow(GatewayState.RUNNING);
            assertThat(errors(gateway, "broken"))
                    .anyMatch(error -> error.contains("a missing jar"));
        }
    }

    @Test
    void aPlatformThatThrowsAtEachStepOfTheStopDoesNotKeepTheOthersFromIt() throws Exception {
        mama.disconnecting(
                within -> {
                    throw new NoClassDefFoundError("a missing jar");
                });
        var feishu = new ScriptedPlatform("feishu");
        feishu.disconnecting(
                within -> {
                    throw new PlatformException.Unreachable("no route to host");
                });
        try (GatewayFixture gateway =
                new GatewayFixture(folder).with(mama).with(feishu).with(family).start()) {
            gateway.until(GatewayState.RUNNING);
            assertThat(gateway.stopAndWait()).isEqualTo(ExitCode.OK);
            assertThat(family.calls()).contains("disconnected");
            assertThat(gateway.platformState("weixin")).isEqualTo("disconnected");
            assertThat(gateway.platformState("feishu")).isEqualTo("disconnected");
            assertThat(gateway.tokens().held()).isEmpty();
            assertThat(gateway.home().pidFile()).doesNotExist();
        }
    }

    @Test
    void whoAsksForNoPauseIsNotAskedAtOnceAllTheSame() {
        mama.serving(
                adapter -> {
                    throw new PlatformException.Throttled("slow down", Duration.ZERO);
                });
        try (GatewayFixture gateway = new GatewayFixture(folder).with(family).with(mama).start()) {
            gateway.until(EventType.READY);
            await().pollDelay(Duration.ofMillis(300))
                    .atMost(GatewayFixture.LONG)
                    .until(() -> mama.serves() > 0);
            assertThat(mama.serves()).isLessThan(10);
        }
    }

    @Test
    void nothingIsAcceptedAfterTheDisconnect() throws Exception {
        try (GatewayFixture gateway =
                new GatewayFixture(folder).with(family).start().until(EventType.READY)) {
            gateway.stopAndWait();
            var context = family.adapter().context();
            assertThatThrownBy(() -> context.accept(InboundBatch.of(message("too late"))))
                    .isInstanceOf(PlatformException.NotAccepted.class);
            context.contact();
            assertThat(gateway.platformState("telegram")).isEqualTo("disconnected");
        }
    }

    @Test
    void aConnectionThatFallsSilentIsNotConnectedAndIsMadeAnew() {
        family.serving(ScriptedPlatform.Adapter::serveUntilStopped);
        mama.serving(ScriptedPlatform.Adapter::serveUntilStopped);
        var half = Duration.ofMillis(500);
        try (GatewayFixture gateway =
                new GatewayFixture(folder)
                        .with(family)
                        .with(mama, Duration.ofSeconds(30), half)
                        .start()) {
            await().atMost(GatewayFixture.LONG).until(() -> mama.serves() > 1);
            assertThat(errors(gateway, "weixin")).anyMatch(error -> error.contains("no answer"));
            assertThat(gateway.eventNames())
                    .containsSubsequence("weixin connected", "weixin retrying", "weixin connected");
            assertThat(family.serves()).isEqualTo(1);
        }
    }

    @Test
    void aTokenWhoseLockFileWasTakenAwayIsLockedAnewBeforeThePollGoesOn() throws Exception {
        try (GatewayFixture gateway =
                new GatewayFixture(folder).with(family).start().until(EventType.READY)) {
            TokenKey key = TokenKey.of("telegram", Secret.of("token-of-telegram"));
            Path lock = gateway.tokenFolder().resolve(key.fileName() + ".lock");
            Files.delete(lock);
            await().atMost(GatewayFixture.LONG)
                    .until(() -> gateway.events(EventType.TOKEN_ACQUIRED).size() > 1);
            assertThat(lock).exists();
            await().atMost(GatewayFixture.LONG).until(() -> family.serves() > 1);
            assertThat(gateway.tokens().holder(key)).isPresent();
            assertThat(family.calls())
                    .as("a new adapter once the old one has let go")
                    .containsSubsequence("create", "served", "disconnected", "create", "serve");
            assertThat(errors(gateway, "telegram"))
                    .anyMatch(error -> error.contains(lock + " was deleted or replaced"));
            assertThat(gateway.stopAndWait()).isEqualTo(ExitCode.OK);
            assertThat(gateway.tokens().holder(key)).isEmpty();
        }
    }

    @Test
    void withoutAnyPlatformItRunsAndWaits() throws Exception {
        try (GatewayFixture gateway = new GatewayFixture(folder).disabled("telegram").start()) {
            gateway.until(EventType.READY).until(GatewayState.RUNNING);
            assertThat(gateway.stopAndWait()).isEqualTo(ExitCode.OK);
        }
    }

    private static List<String> errors(GatewayFixture gateway, String platform) {
        return gateway.events(EventType.PLATFORM_STATE_CHANGED).stream()
                .map(LifecycleEvent::fields)
                .filter(fields -> platform.equals(fields.get("platform")))
                .map(fields -> String.valueOf(fields.get("error")))
                .toList();
    }

    private static List<Thread> ours() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(
                        thread ->
                                thread.getName()
                                        .matches(
                                                "(life|platform-|disconnect-|gateway-|watchdog"
                                                        + "|dispatcher|handler-|outbox-|typing-"
                                                        + "|lock-|journal).*"))
                .toList();
    }

    static InboundMessage message(String text) {
        return new InboundMessage(
                text, "chat", "someone", true, text, List.of(), "", Instant.EPOCH);
    }
}

package dev.gateway.core.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gateway.core.config.AccessPolicy;
import dev.gateway.core.config.LogLevel;
import dev.gateway.core.event.EventType;
import dev.gateway.core.event.LifecycleEvent;
import dev.gateway.core.message.MessageHandler;
import dev.gateway.core.platform.InboundBatch;
import dev.gateway.core.platform.InboundMessage;
import dev.gateway.core.reload.ConfigReloader;
import dev.gateway.core.shutdown.ExitCode;
import dev.gateway.core.status.GatewayState;
import dev.gateway.core.yaml.ConfigProblem;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A config that changes while the gateway runs. */
@Timeout(120)
class GatewayReloadTest {

    private static final Duration SHORT = Duration.ofMillis(300);

    private final CountDownLatch released = new CountDownLatch(1);
    private final ScriptedPlatform family = new ScriptedPlatform("telegram");
    private final ScriptedPlatform mama = new ScriptedPlatform("weixin");
    private final ScriptedPlatform work = new ScriptedPlatform("feishu");
    @TempDir Path folder;

    @AfterEach
    void letGoOfWhatHangs() {
        released.countDown();
    }

    @Test
    void movesOnlyWhatDiffers() throws Exception {
        try (GatewayFixture gateway = new GatewayFixture(folder).with(family).with(mama).start()) {
            gateway.until(GatewayState.RUNNING).until(EventType.READY);

            LifecycleEvent event = gateway.without("weixin").with(work).reloaded();

            assertThat(event.fields())
                    .containsEntry("added", "feishu")
                    .containsEntry("removed", "weixin")
                    .doesNotContainKeys("reconnected", "handler", "needs_restart");
            assertThat(mama.calls()).containsSubsequence("stopIntake", "disconnected");
            assertThat(family.calls()).containsExactly("create", "serve");
            await().atMost(GatewayFixture.LONG)
                    .untilAsserted(
                            () ->
                                    assertThat(gateway.state().path("platforms").fieldNames())
                                            .toIterable()
                                            .containsExactly("telegram", "feishu"));
            await().atMost(GatewayFixture.LONG)
                    .until(() -> gateway.platformState("feishu").equals("connected"));

            assertThat(gateway.reloaded().fields())
                    .as("the same once more")
                    .doesNotContainKeys("added", "removed", "reconnected");
            assertThat(gateway.with(mama).reloaded().fields()).containsEntry("added", "weixin");
            await().atMost(GatewayFixture.LONG)
                    .until(() -> gateway.platformState("weixin").equals("connected"));
            assertThat(gateway.stopAndWait()).isEqualTo(ExitCode.OK);
        }
        assertThat(family.serves()).isEqualTo(1);
    }

    @Test
    void aChangedPlatformIsReplacedWithItsToken() throws Exception {
        try (GatewayFixture gateway = new GatewayFixture(folder).with(family).with(mama).start()) {
            gateway.until(GatewayState.RUNNING).until(EventType.READY);

            LifecycleEvent event =
                    gateway.with(mama, Duration.ofSeconds(29), GatewayFixture.LONG).reloaded();

            assertThat(event.fields()).containsEntry("reconnected", "weixin");
            await().atMost(GatewayFixture.LONG).until(() -> mama.serves() == 2);
            assertThat(mama.calls())
                    .containsSubsequence("serve", "disconnected", "create", "serve");
            assertThat(gateway.has(EventType.TOKEN_WAITING)).as("it was free by then").isFalse();
            assertThat(family.serves()).isEqualTo(1);
        }
    }

    @Test
    void whoMayTalkChangesWithoutAReconnect() throws Exception {
        try (GatewayFixture gateway = new GatewayFixture(folder).with(family).start()) {
            gateway.until(GatewayState.RUNNING).until(EventType.READY);

            LifecycleEvent event = gateway.access("telegram", AccessPolicy.CLOSED).reloaded();
            say("1", "stranger");

            assertThat(event.fields())
                    .containsEntry("access", "telegram")
                    .doesNotContainKey("reconnected");
            assertThat(family.calls()).containsExactly("create", "serve");
            await().atMost(GatewayFixture.LONG).until(() -> family.sent().size() == 1);
            assertThat(family.sent().get(0)).contains("Your id: stranger", "Pairing code: ");
            assertThat(gateway.events(EventType.MESSAGE_REFUSED)).hasSize(1);
            assertThat(gateway.has(EventType.MESSAGE_ACCEPTED)).isFalse();

            gateway.access("telegram", AccessPolicy.OPEN).reloaded();
            say("2", "stranger");
            await().atMost(GatewayFixture.LONG)
                    .until(() -> gateway.has(EventType.MESSAGE_ACCEPTED));
        }
    }

    @Test
    void aBadFileChangesNothing() throws Exception {
        try (var log = new LogRecorder(ConfigReloader.class);
                GatewayFixture gateway = new GatewayFixture(folder).with(family).start()) {
            gateway.until(GatewayState.RUNNING).until(EventType.READY);

            LifecycleEvent event =
                    gateway.without("telegram")
                            .with(work)
                            .logLevel(LogLevel.DEBUG)
                            .problems(problem(3, "first"), problem(7, "second"))
                            .reloaded();

            assertThat(event.type()).isEqualTo(EventType.RELOAD_REFUSED);
            assertThat(event.fields().get("error")).asString().contains("line 3", "1 more");
            assertThat(log.lines())
                    .anyMatch(line -> line.contains("line 3: first"))
                    .anyMatch(line -> line.contains("line 7: second"));
            assertThat(family.calls()).containsExactly("create", "serve");
            assertThat(work.calls()).isEmpty();
            assertThat(gateway.levels()).isEmpty();
        }
    }

    @Test
    void saysWhatNeedsARestartAndNeverExtendsTheBudget() throws Exception {
        try (GatewayFixture gateway =
                new GatewayFixture(folder).with(family, SHORT, GatewayFixture.LONG)) {
            gateway.budget(SHORT, SHORT, GatewayFixture.LONG).start();
            gateway.until(GatewayState.RUNNING).until(EventType.READY);

            work.disconnecting(within -> released.await());
            LifecycleEvent event =
                    gateway.with(work, GatewayFixture.LONG, GatewayFixture.LONG)
                            .tokenWait(SHORT)
                            .logLevel(LogLevel.DEBUG)
                            .reloaded();

            assertThat(event.fields())
                    .containsEntry("log_level", "debug")
                    .containsEntry(
                            "needs_restart",
                            "gateway.token_wait,platforms.feishu.disconnect_timeout");
            assertThat(gateway.levels()).containsExactly(LogLevel.DEBUG);
            await().atMost(GatewayFixture.LONG)
                    .until(() -> gateway.platformState("feishu").equals("connected"));
            long began = System.nanoTime();
            gateway.stopAndWait();
            assertThat(Duration.ofNanos(System.nanoTime() - began))
                    .as("its own minute is not granted")
                    .isLessThan(GatewayFixture.LONG.dividedBy(2));
            assertThat(gateway.platformState("feishu")).isEqualTo("abandoned");
        }
    }

    @Test
    void oneThatDoesNotLetGoIsAbandonedAndNamedAndTheOthersGoOn() throws Exception {
        mama.disconnecting(within -> released.await());
        try (GatewayFixture gateway =
                new GatewayFixture(folder)
                        .with(family)
                        .with(mama, SHORT, GatewayFixture.LONG)
                        .start()) {
            gateway.until(GatewayState.RUNNING).until(EventType.READY);

            gateway.without("weixin").with(work).reloaded();

            assertThat(gateway.events(EventType.PLATFORM_ABANDONED)).hasSize(1);
            assertThat(gateway.platformState("weixin")).isEqualTo("abandoned");
            await().atMost(GatewayFixture.LONG)
                    .until(() -> gateway.platformState("feishu").equals("connected"));
            assertThat(gateway.stopAndWait()).isEqualTo(ExitCode.OK);
            assertThat(gateway.events(EventType.PLATFORM_ABANDONED)).hasSize(1);
        }
    }

    @Test
    void aStopInTheMiddleOfOneTakesOver() throws Exception {
        var disconnecting = new CountDownLatch(1);
        mama.disconnecting(
                within -> {
                    disconnecting.countDown();
                    released.await();
                });
        try (GatewayFixture gateway =
                new GatewayFixture(folder).with(family).with(mama, SHORT, GatewayFixture.LONG)) {
            gateway.with(mama, Duration.ofSeconds(3), GatewayFixture.LONG).start();
            gateway.until(GatewayState.RUNNING).until(EventType.READY);
            gateway.without("weixin").reload();
            disconnecting.await();

            assertThat(gateway.stopAndWait()).isEqualTo(ExitCode.OK);

            assertThat(gateway.platformState("telegram")).isEqualTo("disconnected");
            assertThat(gateway.events(EventType.PLATFORM_ABANDONED)).hasSize(1);
            assertThat(mama.calls()).as("once").containsOnlyOnce("disconnect");
            assertThat(gateway.has(EventType.RELOADED)).isFalse();
            assertThat(gateway.halts()).isEmpty();
        }
    }

    @Test
    void theOldHandlerFinishesWhatItHasAndIsClosedThen() throws Exception {
        var old = new Recorded("old", released);
        var fresh = new Recorded("new", new CountDownLatch(0));
        try (GatewayFixture gateway =
                new GatewayFixture(folder).with(family).handler(context -> old).start()) {
            gateway.until(GatewayState.RUNNING).until(EventType.READY);
            say("1", "anna");
            await().atMost(GatewayFixture.LONG).until(() -> old.begun.get() == 1);

            LifecycleEvent event =
                    gateway.handler(context -> fresh).handlerType("process").reloaded();
            say("2", "bert");

            await().atMost(GatewayFixture.LONG).until(() -> family.sent().contains("new 2"));
            assertThat(event.fields()).containsEntry("handler", "process");
            assertThat(old.closed.get()).as("it has a message").isZero();
            released.countDown();
            await().atMost(GatewayFixture.LONG).until(() -> old.closed.get() == 1);
            await().atMost(GatewayFixture.LONG).until(() -> family.sent().contains("old 1"));
            assertThat(family.calls()).containsExactly("create", "serve");
            gateway.stopAndWait();
        }
        assertThat(fresh.closed.get()).isEqualTo(1);
        assertThat(old.closed.get()).isEqualTo(1);
    }

    private void say(String id, String conversation) throws Exception {
        family.adapter()
                .context()
                .accept(
                        InboundBatch.of(
                                List.of(
                                        new InboundMessage(
                                                id,
                                                conversation,
                                                conversation,
                                                true,
                                                id,
                                                List.of(),
                                                "",
                                                Instant.EPOCH)),
                                id));
    }

    private static ConfigProblem problem(int line, String key) {
        return new ConfigProblem(Optional.of(line), key, "is wrong", "mend it");
    }

    /** Handler that answers with its name, when allowed. */
    private static final class Recorded implements MessageHandler {
        private final String name;
        private final CountDownLatch may;
        private final AtomicInteger begun = new AtomicInteger();
        private final AtomicInteger closed = new AtomicInteger();

        Recorded(String name, CountDownLatch may) {
            this.name = name;
            this.may = may;
        }

        @Override
        public List<Answer> handle(Request request) throws InterruptedException {
            begun.incrementAndGet();
            may.await();
            return List.of(Answer.of(name + " " + request.message().text()));
        }

        @Override
        public void close() {
            closed.incrementAndGet();
        }
    }
}

package dev.gateway.core.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gateway.core.child.ChildProcess;
import dev.gateway.core.event.EventType;
import dev.gateway.core.message.MessageHandler;
import dev.gateway.core.platform.InboundBatch;
import dev.gateway.core.process.KernelLock;
import dev.gateway.core.shutdown.ExitCode;
import dev.gateway.core.shutdown.Watchdog;
import dev.gateway.core.status.GatewayState;
import dev.gateway.core.token.TokenHolderProcess;
import dev.gateway.core.token.TokenKey;
import dev.gateway.core.yaml.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Stops in which a component hangs, and stops that are requested twice. */
@Timeout(120)
class GatewayStopTest {

    private static final Duration SHORT = Duration.ofMillis(300);

    private final CountDownLatch released = new CountDownLatch(1);
    private final ScriptedPlatform family = new ScriptedPlatform("telegram");
    private final ScriptedPlatform mama = new ScriptedPlatform("weixin");
    @TempDir Path folder;

    @AfterEach
    void letGoOfWhatHangs() {
        released.countDown();
    }

    @Test
    void aDisconnectThatNeverReturnsIsAbandonedAtItsTimeoutAndNamed() throws Exception {
        mama.disconnecting(within -> hang());
        try (var log = new LogRecorder("dev.gateway.core.supervision.PlatformExit");
                GatewayFixture gateway =
                        new GatewayFixture(folder)
                                .with(family)
                                .with(mama, SHORT, GatewayFixture.LONG)
                                .start()) {
            gateway.until(GatewayState.RUNNING);
            assertThat(gateway.stopAndWait()).isEqualTo(ExitCode.OK);
            assertThat(log.lines())
                    .anyMatch(
                            line ->
                                    line.matches(
                                            "(?s)WARN weixin disconnect timed out after"
                                                    + " \\d+\\.\\ds, abandoned\\..*"))
                    .anyMatch(line -> line.contains("Thread disconnect-weixin"));
            assertThat(gateway.platformState("weixin")).isEqualTo("abandoned");
            assertThat(gateway.platformState("telegram")).isEqualTo("disconnected");
            assertThat(gateway.events(EventType.PLATFORM_ABANDONED)).hasSize(1);
            assertThat(gateway.home().pidFile()).doesNotExist();
            assertThat(gateway.halts()).isEmpty();

            // It might still poll: its token stays locked, the other one is free.
            assertThat(gateway.tokens().holder(key("weixin"))).isPresent();
            assertThat(gateway.tokens().holder(key("telegram"))).isEmpty();

            // Its later actions change nothing.
            released.countDown();
            await().atMost(GatewayFixture.LONG).until(() -> mama.calls().contains("disconnected"));
            assertThat(gateway.platformState("weixin")).isEqualTo("abandoned");
            assertThat(gateway.tokens().holder(key("weixin"))).isPresent();
        }
    }

    @Test
    void theHomeIsFreeAsSoonAsEverythingHasEndedAndNotBefore() throws Exception {
        try (GatewayFixture gateway = new GatewayFixture(folder).with(family).start()) {
            gateway.until(GatewayState.RUNNING);
            gateway.release();
            assertThat(KernelLock.isHeld(gateway.home().lock())).as("held while it runs").isTrue();

            gateway.stopAndWait();
            assertThat(KernelLock.isHeld(gateway.home().lock())).as("held until let go").isTrue();
            gateway.release();
            assertThat(KernelLock.isHeld(gateway.home().lock())).as("held after that").isFalse();
        }
    }

    @Test
    void whatWasLeftBehindKeepsTheHomeUntilTheProcessEnds() throws Exception {
        mama.disconnecting(within -> hang());
        try (GatewayFixture gateway =
                new GatewayFixture(folder).with(mama, SHORT, GatewayFixture.LONG).start()) {
            gateway.until(GatewayState.RUNNING);
            gateway.stopAndWait();
            gateway.release();
            assertThat(KernelLock.isHeld(gateway.home().lock())).isTrue();
        }
    }

    @Test
    void manyThatHangTakeNoLongerThanOne() throws Exception {
        GatewayFixture gateway = new GatewayFixture(folder);
        for (int i = 0; i < 12; i++) {
            var platform = new ScriptedPlatform("platform" + i).disconnecting(within -> hang());
            gateway.with(platform, Duration.ofSeconds(2), GatewayFixture.LONG);
        }
        try (gateway) {
            gateway.start().until(GatewayState.RUNNING);
            long began = System.nanoTime();
            assertThat(gateway.stopAndWait()).isEqualTo(ExitCode.OK);
            assertThat(Duration.ofNanos(System.nanoTime() - began))
                    .as("one after the other they take 24 s")
                    .isLessThan(Duration.ofSeconds(20));
            assertThat(gateway.events(EventType.PLATFORM_ABANDONED)).hasSize(12);
        }
    }

    @Test
    void aServeThatIgnoresTheStopIsInterrupted() throws Exception {
        mama.serving(
                adapter -> {
                    adapter.context().contact();
                    new CountDownLatch(1).await();
                });
        try (GatewayFixture gateway =
                new GatewayFixture(folder).with(mama).start().until(GatewayState.RUNNING)) {
            long began = System.nanoTime();
            assertThat(gateway.stopAndWait()).isEqualTo(ExitCode.OK);
            assertThat(Duration.ofNanos(System.nanoTime() - began))
                    .isLessThan(Duration.ofSeconds(30));
            assertThat(gateway.platformState("weixin")).isEqualTo("disconnected");
        }
    }

    @Test
    void aServeThatNothingEndsIsAbandoned() throws Exception {
        mama.serving(
                adapter -> {
                    adapter.context().contact();
                    hang();
                });
        try (GatewayFixture gateway =
                new GatewayFixture(folder).with(mama, SHORT, GatewayFixture.LONG).start()) {
            gateway.until(GatewayState.RUNNING);
            assertThat(gateway.stopAndWait()).isEqualTo(ExitCode.OK);
            assertThat(gateway.platformState("weixin")).isEqualTo("abandoned");
            assertThat(gateway.tokens().holder(key("weixin"))).isPresent();
        }
    }

    @Test
    void pastTheBudgetTheWatchdogEndsTheProcessWithThePidFileRemoved() throws Exception {
        var pidFileAtTheEnd = new AtomicBoolean(true);
        GatewayFixture gateway = new GatewayFixture(folder).with(family);
        gateway.budget(SHORT, SHORT, SHORT)
                .handler(
                        context ->
                                new MessageHandler() {
                                    @Override
                                    public List<Answer> handle(Request request) {
                                        return List.of();
                                    }

                                    @Override
                                    public void close() {
                                        hang();
                                    }
                                })
                .onHalt(
                        code -> {
                            pidFileAtTheEnd.set(Files.exists(gateway.home().pidFile()));
                            released.countDown();
                        });
        try (var log = new LogRecorder(Watchdog.class);
                gateway) {
            gateway.start().until(GatewayState.RUNNING);
            gateway.stopAndWait();
            assertThat(gateway.halts()).contains(70);
            assertThat(pidFileAtTheEnd).isFalse();
            assertThat(gateway.has(EventType.WATCHDOG_FIRED)).isTrue();
            assertThat(log.lines())
                    .anyMatch(line -> line.contains("longer than its budget"))
                    .anyMatch(line -> line.contains("Thread life"));
        }
    }

    @Test
    void aStartThatHangsIsEndedByTheWatchdogWhenItIsToldToStop() throws Exception {
        GatewayFixture gateway = new GatewayFixture(folder).with(family);
        gateway.budget(SHORT, SHORT, SHORT)
                .handler(
                        context -> {
                            hang();
                            throw new IllegalStateException("the end of the test");
                        })
                .onHalt(code -> released.countDown());
        try (gateway) {
            gateway.start().until(EventType.JOURNAL_OPENED);
            gateway.stop().request("SIGTERM");
            await().atMost(GatewayFixture.LONG).until(() -> gateway.halts().contains(70));
            // On a busy machine the thread that only halts is first; in production it is the last.
            await().atMost(GatewayFixture.LONG)
                    .untilAsserted(() -> assertThat(gateway.home().pidFile()).doesNotExist());
        } catch (AssertionError | ConditionTimeoutException e) {
            released.countDown();
            throw e;
        }
    }

    @Test
    void aSecondRequestEndsTheDrain() throws Exception {
        try (GatewayFixture gateway = withMessageInFlight().start().until(GatewayState.RUNNING)) {
            await().atMost(GatewayFixture.LONG).until(() -> gateway.has(EventType.MESSAGE_STARTED));
            gateway.stop().request("SIGTERM");
            gateway.until(EventType.INTAKE_STOPPED);
            assertThat(gateway.has(EventType.DRAIN_FINISHED)).isFalse();
            gateway.stop().request("SIGTERM");
            assertThat(gateway.awaitEnd()).isEqualTo(ExitCode.OK);
            assertThat(gateway.events(EventType.DRAIN_FINISHED).get(0).fields())
                    .containsEntry("complete", false);
            assertThat(gateway.home().pidFile()).doesNotExist();
        }
    }

    @Test
    void withoutASecondRequestTheDrainLetsTheHandlerFinish() throws Exception {
        try (GatewayFixture gateway = withMessageInFlight().start().until(GatewayState.RUNNING)) {
            await().atMost(GatewayFixture.LONG).until(() -> gateway.has(EventType.MESSAGE_STARTED));
            gateway.stop().request("SIGTERM");
            gateway.until(EventType.INTAKE_STOPPED);
            released.countDown();
            assertThat(gateway.awaitEnd()).isEqualTo(ExitCode.OK);
            assertThat(gateway.events(EventType.DRAIN_FINISHED).get(0).fields())
                    .containsEntry("complete", true);
            assertThat(family.sent()).containsExactly("answer");
        }
    }

    @Test
    void aSecondRequestShortensAllHangingDisconnectsTogether() throws Exception {
        GatewayFixture gateway = new GatewayFixture(folder);
        List<ScriptedPlatform> platforms = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            platforms.add(new ScriptedPlatform("platform" + i).disconnecting(within -> hang()));
        }
        platforms.forEach(
                platform -> gateway.with(platform, GatewayFixture.LONG, GatewayFixture.LONG));
        try (gateway) {
            gateway.start().until(GatewayState.RUNNING);
            gateway.stop().request("SIGTERM");
            await().atMost(GatewayFixture.LONG)
                    .until(
                            () ->
                                    platforms.stream()
                                            .allMatch(p -> p.calls().contains("disconnect")));
            long began = System.nanoTime();
            gateway.stop().request("SIGTERM");
            assertThat(gateway.awaitEnd()).isEqualTo(ExitCode.OK);
            assertThat(Duration.ofNanos(System.nanoTime() - began))
                    .isBetween(Duration.ofSeconds(2), Duration.ofSeconds(9));
            assertThat(gateway.events(EventType.PLATFORM_ABANDONED)).hasSize(5);
        }
    }

    @Test
    void evenManyRequestsSpoilNoFile() throws Exception {
        try (GatewayFixture gateway =
                new GatewayFixture(folder).with(family).start().until(GatewayState.RUNNING)) {
            var over = new AtomicBoolean();
            var impatient =
                    new Thread(
                            () -> {
                                while (!over.get()) {
                                    gateway.stop().request("SIGINT");
                                }
                            });
            impatient.start();
            assertThat(gateway.awaitEnd()).isEqualTo(ExitCode.OK);
            over.set(true);
            impatient.join();
            assertThat(gateway.home().pidFile()).doesNotExist();
            assertThat(gateway.state().path("state").asText()).isEqualTo("stopped");
            assertThat(gateway.tokens().held()).isEmpty();
        }
    }

    @Test
    void aDeletedLockFileStopsTheGatewayToBeStartedAgain() throws Exception {
        try (var log = new LogRecorder(HomeMonitor.class);
                GatewayFixture gateway = new GatewayFixture(folder).with(family).start()) {
            gateway.until(GatewayState.RUNNING);
            Files.delete(gateway.home().lock());
            assertThat(gateway.awaitEnd()).isEqualTo(ExitCode.TRY_AGAIN);
            assertThat(gateway.has(EventType.LOCK_FILE_REPLACED)).isTrue();
            assertThat(gateway.events(EventType.STOPPED).get(0).fields()).containsEntry("code", 75);
            assertThat(log.lines()).anyMatch(line -> line.contains("was deleted or replaced"));
            // The home may be another process's by now.
            assertThat(gateway.home().pidFile()).exists();
        }
    }

    @Test
    void aDeletedPidFileIsWrittenAgain() throws Exception {
        try (GatewayFixture gateway =
                new GatewayFixture(folder).with(family).start().until(GatewayState.RUNNING)) {
            Files.delete(gateway.home().pidFile());
            await().atMost(GatewayFixture.LONG).until(() -> Files.exists(gateway.home().pidFile()));
            gateway.until(EventType.PID_FILE_REPAIRED);
            gateway.stopAndWait();
            assertThat(gateway.home().pidFile()).doesNotExist();
        }
    }

    private GatewayFixture withMessageInFlight() {
        family.serving(
                adapter -> {
                    adapter.context().accept(InboundBatch.of(GatewayRunTest.message("hello")));
                    adapter.serveUntilStopped();
                });
        return new GatewayFixture(folder)
                .with(family)
                .handler(
                        context ->
                                request -> {
                                    released.await();
                                    return List.of(MessageHandler.Answer.of("answer"));
                                });
    }

    /** Ignores everything until the test ends. */
    private void hang() {
        boolean interrupted = false;
        while (released.getCount() > 0) {
            try {
                released.await();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aTokenThatAnotherHomeWaitsForIsPassedOnWhileTheLastAnswersAreMadeAndSentHere()
            throws Exception {
        family.sendsAfterSession();
        try (GatewayFixture gateway = withMessageInFlight().start().until(EventType.READY)) {
            gateway.until(EventType.MESSAGE_STARTED);
            try (ChildProcess other =
                    ChildProcess.java(
                            TokenHolderProcess.class,
                            gateway.tokenFolder().toString(),
                            "telegram",
                            key("telegram").hash(),
                            "60000")) {
                gateway.stop().request("test");

                assertThat(other.readLine()).startsWith("has ");
                assertThat(family.sent()).isEmpty();
                released.countDown();
                assertThat(gateway.awaitEnd()).isEqualTo(ExitCode.OK);
                assertThat(family.sent()).containsExactly("answer");
            }
        }
    }

    private static TokenKey key(String type) {
        return TokenKey.of(type, Secret.of("token-of-" + type));
    }
}

package dev.gateway.core.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gateway.core.child.ChildProcess;
import dev.gateway.core.child.LockHolderProcess;
import dev.gateway.core.control.ConflictPolicy;
import dev.gateway.core.event.EventType;
import dev.gateway.core.instance.HomeDirectory;
import dev.gateway.core.platform.PlatformException;
import dev.gateway.core.shutdown.ExitCode;
import dev.gateway.core.status.GatewayState;
import dev.gateway.core.supervision.PlatformToken;
import dev.gateway.core.token.TokenKey;
import dev.gateway.core.token.TokenLease;
import dev.gateway.core.yaml.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Starts that wait, fail, or are stopped. */
@Timeout(180)
class GatewayStartTest {

    private static final Duration SHORT = Duration.ofMillis(300);

    private final ScriptedPlatform family = new ScriptedPlatform("telegram");
    private final ScriptedPlatform mama = new ScriptedPlatform("weixin");
    @TempDir Path folder;

    @Test
    void aStopAtAnyStepOfTheStartUndoesWhatWasDone() throws Exception {
        var stoppedAt = new ArrayList<EventType>();
        int before;
        do {
            before = stoppedAt.size();
            stopAtStep(before + 1).ifPresent(stoppedAt::add);
        } while (stoppedAt.size() > before);
        assertThat(stoppedAt)
                .contains(
                        EventType.LOCK_ACQUIRED,
                        EventType.PID_FILE_PUBLISHED,
                        EventType.TOKEN_ACQUIRED);
    }

    /** Returns the step at which the start was stopped; empty if it never got that far. */
    private Optional<EventType> stopAtStep(int step) throws Exception {
        var platform = new ScriptedPlatform("telegram");
        var seen = new AtomicInteger();
        var reached = new AtomicReference<EventType>();
        var ready = new AtomicBoolean();
        GatewayFixture gateway = new GatewayFixture(folder.resolve("step" + step)).with(platform);
        gateway.onEvent(
                event -> {
                    if (seen.incrementAndGet() == step) {
                        reached.set(event.type());
                        gateway.stop().request("SIGTERM");
                    }
                    // Only now: a waiting test checks the next step.
                    if (event.type() == EventType.READY) {
                        ready.set(true);
                    }
                });
        try (gateway) {
            gateway.start();
            long deadline = System.nanoTime() + GatewayFixture.LONG.toNanos();
            while (!ready.get() && reached.get() == null) {
                assertThat(System.nanoTime()).as("a start that hangs").isLessThan(deadline);
                Thread.onSpinWait();
            }
            Optional<EventType> stoppedAt = Optional.ofNullable(reached.get());
            assertThat(gateway.stopAndWait()).isEqualTo(ExitCode.OK);
            assertThat(gateway.home().pidFile()).doesNotExist();
            assertThat(gateway.tokens().held()).isEmpty();
            assertThat(gateway.has(EventType.START_FAILED)).isFalse();
            if (gateway.has(EventType.LOCK_ACQUIRED)) {
                assertThat(gateway.state().path("state").asText()).isEqualTo("stopped");
            }
            if (platform.calls().contains("serve")) {
                assertThat(platform.calls()).contains("served", "disconnected");
            }
            return stoppedAt;
        }
    }

    @Test
    void aStandbyTakesOverWhenTheOtherOneEnds() throws Exception {
        try (GatewayFixture gateway =
                new GatewayFixture(folder).with(family).onConflict(ConflictPolicy.WAIT)) {
            HomeDirectory.prepare(gateway.home());
            try (ChildProcess other = LockHolderProcess.of(gateway.home().lock())) {
                gateway.start().until(EventType.STANDBY);
                assertThat(gateway.has(EventType.LOCK_ACQUIRED)).isFalse();
                // The expensive work is done already.
                assertThat(family.calls()).containsExactly("warmUp");
                other.kill();
                gateway.until(GatewayState.RUNNING);
            }
        }
    }

    @Test
    void aStandbyCanBeStoppedAndTouchesNothing() throws Exception {
        try (GatewayFixture gateway =
                new GatewayFixture(folder).with(family).onConflict(ConflictPolicy.WAIT)) {
            HomeDirectory.prepare(gateway.home());
            try (ChildProcess other = LockHolderProcess.of(gateway.home().lock())) {
                Files.writeString(gateway.home().pidFile(), Long.toString(other.pid()));
                gateway.start().until(EventType.STANDBY);
                assertThat(gateway.stopAndWait()).isEqualTo(ExitCode.OK);
                assertThat(gateway.home().pidFile()).hasContent(Long.toString(other.pid()));
                assertThat(gateway.home().state()).doesNotExist();
                assertThat(other.isAlive()).isTrue();
            }
        }
    }

    @Test
    void aPlatformThatCannotBeLoadedAheadDoesNotKeepTheOthersFromStarting() throws Exception {
        mama.warmingUp(
                () -> {
                    throw new NoClassDefFoundError("a missing jar");
                });
        try (GatewayFixture gateway =
                new GatewayFixture(folder)
                        .with(mama)
                        .with(family)
                        .onConflict(ConflictPolicy.WAIT)) {
            HomeDirectory.prepare(gateway.home());
            try (ChildProcess other = LockHolderProcess.of(gateway.home().lock())) {
                gateway.start().until(EventType.STANDBY);
                assertThat(family.calls()).containsExactly("warmUp");
                other.kill();
                gateway.until(GatewayState.RUNNING);
            }
        }
    }

    @Test
    void aHeldHomeIsLeftAlone() throws Exception {
        try (GatewayFixture gateway = new GatewayFixture(folder).with(family)) {
            HomeDirectory.prepare(gateway.home());
            try (ChildProcess other = LockHolderProcess.of(gateway.home().lock())) {
                Files.writeString(gateway.home().pidFile(), Long.toString(other.pid()));
                StartupException failure = gateway.start().awaitFailure();
                assertThat(failure.code()).isEqualTo(ExitCode.TRY_AGAIN);
                assertThat(failure)
                        .hasMessageStartingWith(
                                "Another gateway instance (PID %d) is running in %s."
                                        .formatted(other.pid(), gateway.home()));
                assertThat(gateway.home().pidFile()).hasContent(Long.toString(other.pid()));
                assertThat(gateway.home().state()).doesNotExist();
                assertThat(family.calls()).isEmpty();
            }
        }
    }

    @Test
    void ifNoPlatformCanBeReachedInTimeItIsToBeStartedAgain() throws Exception {
        family.serving(
                adapter -> {
                    throw new PlatformException.Unreachable("no route to host");
                });
        try (GatewayFixture gateway =
                new GatewayFixture(folder).with(family).tokenWait(SHORT).start()) {
            StartupException failure = gateway.awaitFailure();
            assertThat(failure.code()).isEqualTo(ExitCode.TRY_AGAIN);
            assertThat(failure)
                    .hasMessage(
                            "No platform could be reached within 1s: telegram: no route to"
                                    + " host");
            assertThat(gateway.home().pidFile()).doesNotExist();
            assertThat(gateway.tokens().held()).isEmpty();
            assertThat(gateway.state().path("state").asText()).isEqualTo("failed");
            assertThat(gateway.events(EventType.START_FAILED).get(0).fields())
                    .containsEntry("code", 75);
            assertThat(gateway.events(EventType.STOPPED).get(0).fields()).containsEntry("code", 75);
            assertThat(gateway.halts()).isEmpty();
        }
    }

    @Test
    void ifEveryPlatformRefusesItsCredentialsAPersonIsNeeded() throws Exception {
        family.serving(
                adapter -> {
                    throw new PlatformException.Rejected("401 Unauthorized", "Ask @BotFather");
                });
        mama.serving(
                adapter -> {
                    throw new PlatformException.Expired("-14", "Log in again", Duration.ofHours(1));
                });
        try (GatewayFixture gateway = new GatewayFixture(folder).with(family).with(mama).start()) {
            StartupException failure = gateway.awaitFailure();
            assertThat(failure.code()).isEqualTo(ExitCode.CONFIG);
            assertThat(failure)
                    .hasMessageContaining("telegram: 401 Unauthorized. Ask @BotFather")
                    .hasMessageContaining("weixin: -14. Log in again");
            assertThat(family.serves()).isEqualTo(3);
            assertThat(gateway.eventNames()).doesNotContain("ready");
        }
    }

    @Test
    void aRejectionThatPassesEndsNoStartAndNeedsNobody() {
        family.serving(
                adapter -> {
                    if (family.serves() <= 2) {
                        throw new PlatformException.Rejected("401 Unauthorized", "Ask @BotFather");
                    }
                    adapter.serveUntilStopped();
                });
        try (GatewayFixture gateway = new GatewayFixture(folder).with(family).start()) {
            gateway.until(EventType.READY);
            assertThat(gateway.platformState("telegram")).isEqualTo("connected");
        }
    }

    @Test
    void aSessionThatSeemsOverForAMomentEndsNoStart() {
        mama.serving(
                adapter -> {
                    if (mama.serves() <= 2) {
                        throw new PlatformException.Expired(
                                "-14", "Log in again", Duration.ofHours(1));
                    }
                    adapter.serveUntilStopped();
                });
        try (GatewayFixture gateway = new GatewayFixture(folder).with(mama).start()) {
            gateway.until(EventType.READY);
            assertThat(gateway.platformState("weixin")).isEqualTo("connected");
        }
    }

    @Test
    void ifOnlyOneIsRefusedTheOthersGoOn() {
        family.serving(
                adapter -> {
                    throw new PlatformException.Rejected("401 Unauthorized", "Ask @BotFather");
                });
        try (GatewayFixture gateway = new GatewayFixture(folder).with(family).with(mama).start()) {
            gateway.until(EventType.READY).until(GatewayState.DEGRADED);
            assertThat(gateway.platformState("telegram")).isEqualTo("rejected");
            assertThat(gateway.platformState("weixin")).isEqualTo("connected");
        }
    }

    @Test
    void aTokenHeldElsewhereIsWaitedForWhileTheOthersRun() throws Exception {
        GatewayFixture gateway = new GatewayFixture(folder).with(family).with(mama);
        TokenLease theirs =
                gateway.tokens().acquire(key(), "theirs", SHORT, () -> {}).orElseThrow();
        try (var log = new LogRecorder(PlatformToken.class);
                gateway) {
            gateway.start().until(EventType.READY).until(GatewayState.DEGRADED);
            await().until(() -> gateway.platformState("telegram").equals("waiting_for_token"));
            assertThat(gateway.platformState("weixin")).isEqualTo("connected");
            assertThat(log.lines())
                    .contains(
                            "WARN Telegram bot token already in use (PID %d). Waiting up to 60s for it."
                                    .formatted(ProcessHandle.current().pid()));
            // The expensive work is done already, and nothing that needs the token.
            assertThat(family.calls()).containsExactly("warmUp");
            theirs.close();
            gateway.untilNow(GatewayState.RUNNING);
            assertThat(gateway.platformState("telegram")).isEqualTo("connected");
        }
    }

    @Test
    void ifTheOnlyTokenIsHeldElsewhereForTooLongItIsToBeStartedAgain() throws Exception {
        GatewayFixture gateway = new GatewayFixture(folder).with(family).tokenWait(SHORT);
        try (TokenLease theirs =
                        gateway.tokens().acquire(key(), "theirs", SHORT, () -> {}).orElseThrow();
                gateway) {
            StartupException failure = gateway.start().awaitFailure();
            assertThat(failure.code()).isEqualTo(ExitCode.TRY_AGAIN);
            assertThat(failure)
                    .hasMessageContaining("Telegram bot token already in use (PID ")
                    .hasMessageContaining("Its gateway runs in " + gateway.home());
            assertThat(theirs.isValid()).isTrue();
            assertThat(family.calls()).doesNotContain("create", "serve");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gateway.pid", "gateway.lock", "media"})
    void whateverIsInTheWayIsNamedAndLeftThere(String name) throws Exception {
        try (GatewayFixture gateway = new GatewayFixture(folder).with(family)) {
            HomeDirectory.create(gateway.home().folder());
            Path inTheWay = gateway.home().folder().resolve(name);
            if (name.equals("media")) {
                Files.writeString(inTheWay, "precious");
            } else {
                Files.createDirectory(inTheWay);
                Files.writeString(inTheWay.resolve("precious"), "data");
            }
            StartupException failure = gateway.start().awaitFailure();
            assertThat(failure.code()).isEqualTo(ExitCode.CANNOT_CREATE);
            assertThat(failure.getMessage())
                    .startsWith("Cannot use " + inTheWay + ": ")
                    .doesNotContain("null")
                    .doesNotContain("\n");
            assertThat(inTheWay).exists();
            assertThat(family.calls()).isEmpty();
        }
    }

    @Test
    void aHandlerThatCannotBeMadeIsAnInternalErrorAndEverythingIsUndone() throws Exception {
        try (GatewayFixture gateway =
                new GatewayFixture(folder)
                        .with(family)
                        .handler(
                                context -> {
                                    throw new IllegalStateException("a bug");
                                })) {
            StartupException failure = gateway.start().awaitFailure();
            assertThat(failure.code()).isEqualTo(ExitCode.INTERNAL);
            assertThat(failure).hasMessageContaining("a bug").hasMessageContaining("see the log");
            assertThat(gateway.home().pidFile()).doesNotExist();
            assertThat(gateway.state().path("state").asText()).isEqualTo("failed");
            assertThat(gateway.eventNames()).contains("journal_closed", "stopped");
        }
    }

    @Test
    void aStalePidFileIsRecoveredAndNamed() throws Exception {
        try (var log = new LogRecorder(HomeOwnership.class);
                GatewayFixture gateway = new GatewayFixture(folder).with(family)) {
            HomeDirectory.prepare(gateway.home());
            Files.writeString(gateway.home().pidFile(), "");
            gateway.start().until(GatewayState.RUNNING);
            assertThat(log.lines())
                    .contains("WARN Stale PID file: it is an empty file. Recovered.");
            assertThat(gateway.events(EventType.STALE_PID_FILE_RECOVERED).get(0).fields())
                    .containsEntry("reason", "corrupt");
        }
    }

    private static TokenKey key() {
        return TokenKey.of("telegram", Secret.of("token-of-telegram"));
    }
}

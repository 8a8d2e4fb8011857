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
        GatewayFixture life = new GatewayFixture(folder.resolve("step" + step)).with(platform);
        life.onEvent(
                event -> {
                    if (seen.incrementAndGet() == step) {
                        reached.set(event.type());
                        life.stop().request("SIGTERM");
                    }
                    // Only now: a waiting test checks the next step.
                    if (event.type() == EventType.READY) {
                        ready.set(true);
                    }
                });
        try (life) {
            life.begin();
            long deadline = System.nanoTime() + GatewayFixture.LONG.toNanos();
            while (!ready.get() && reached.get() == null) {
                assertThat(System.nanoTime()).as("a start that hangs").isLessThan(deadline);
                Thread.onSpinWait();
            }
            Optional<EventType> stoppedAt = Optional.ofNullable(reached.get());
            assertThat(life.stopAndWait()).isEqualTo(ExitCode.OK);
            assertThat(life.home().pidFile()).doesNotExist();
            assertThat(life.tokens().held()).isEmpty();
            assertThat(life.has(EventType.START_FAILED)).isFalse();
            if (life.has(EventType.LOCK_ACQUIRED)) {
                assertThat(life.state().path("state").asText()).isEqualTo("stopped");
            }
            if (platform.calls().contains("serve")) {
                assertThat(platform.calls()).contains("served", "disconnected");
            }
            return stoppedAt;
        }
    }

    @Test
    void aStandbyTakesOverWhenTheOtherOneEnds() throws Exception {
        try (GatewayFixture life =
                new GatewayFixture(folder).with(family).onConflict(ConflictPolicy.WAIT)) {
            HomeDirectory.prepare(life.home());
            try (ChildProcess other = LockHolderProcess.of(life.home().lock())) {
                life.begin().until(EventType.STANDBY);
                assertThat(life.has(EventType.LOCK_ACQUIRED)).isFalse();
                // The expensive work is done already.
                assertThat(family.calls()).containsExactly("warmUp");
                other.kill();
                life.until(GatewayState.RUNNING);
            }
        }
    }

    @Test
    void aStandbyCanBeStoppedAndTouchesNothing() throws Exception {
        try (GatewayFixture life =
                new GatewayFixture(folder).with(family).onConflict(ConflictPolicy.WAIT)) {
            HomeDirectory.prepare(life.home());
            try (ChildProcess other = LockHolderProcess.of(life.home().lock())) {
                Files.writeString(life.home().pidFile(), Long.toString(other.pid()));
                life.begin().until(EventType.STANDBY);
                assertThat(life.stopAndWait()).isEqualTo(ExitCode.OK);
                assertThat(life.home().pidFile()).hasContent(Long.toString(other.pid()));
                assertThat(life.home().state()).doesNotExist();
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
        try (GatewayFixture life =
                new GatewayFixture(folder)
                        .with(mama)
                        .with(family)
                        .onConflict(ConflictPolicy.WAIT)) {
            HomeDirectory.prepare(life.home());
            try (ChildProcess other = LockHolderProcess.of(life.home().lock())) {
                life.begin().until(EventType.STANDBY);
                assertThat(family.calls()).containsExactly("warmUp");
                other.kill();
                life.until(GatewayState.RUNNING);
            }
        }
    }

    @Test
    void aHeldHomeIsLeftAlone() throws Exception {
        try (GatewayFixture life = new GatewayFixture(folder).with(family)) {
            HomeDirectory.prepare(life.home());
            try (ChildProcess other = LockHolderProcess.of(life.home().lock())) {
                Files.writeString(life.home().pidFile(), Long.toString(other.pid()));
                StartupException failure = life.begin().failed();
                assertThat(failure.code()).isEqualTo(ExitCode.TRY_AGAIN);
                assertThat(failure)
                        .hasMessageStartingWith(
                                "Another gateway instance (PID %d) is running in %s."
                                        .formatted(other.pid(), life.home()));
                assertThat(life.home().pidFile()).hasContent(Long.toString(other.pid()));
                assertThat(life.home().state()).doesNotExist();
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
        try (GatewayFixture life =
                new GatewayFixture(folder).with(family).tokenWait(SHORT).begin()) {
            StartupException failure = life.failed();
            assertThat(failure.code()).isEqualTo(ExitCode.TRY_AGAIN);
            assertThat(failure)
                    .hasMessage(
                            "No platform could be reached within 1s: telegram: no route to"
                                    + " host");
            assertThat(life.home().pidFile()).doesNotExist();
            assertThat(life.tokens().held()).isEmpty();
            assertThat(life.state().path("state").asText()).isEqualTo("failed");
            assertThat(life.events(EventType.START_FAILED).get(0).fields())
                    .containsEntry("code", 75);
            assertThat(life.events(EventType.STOPPED).get(0).fields()).containsEntry("code", 75);
            assertThat(life.halts()).isEmpty();
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
        try (GatewayFixture life = new GatewayFixture(folder).with(family).with(mama).begin()) {
            StartupException failure = life.failed();
            assertThat(failure.code()).isEqualTo(ExitCode.CONFIG);
            assertThat(failure)
                    .hasMessageContaining("telegram: 401 Unauthorized. Ask @BotFather")
                    .hasMessageContaining("weixin: -14. Log in again");
            assertThat(family.serves()).isEqualTo(3);
            assertThat(life.names()).doesNotContain("ready");
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
        try (GatewayFixture life = new GatewayFixture(folder).with(family).begin()) {
            life.until(EventType.READY);
            assertThat(life.platformState("telegram")).isEqualTo("connected");
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
        try (GatewayFixture life = new GatewayFixture(folder).with(mama).begin()) {
            life.until(EventType.READY);
            assertThat(life.platformState("weixin")).isEqualTo("connected");
        }
    }

    @Test
    void ifOnlyOneIsRefusedTheOthersGoOn() {
        family.serving(
                adapter -> {
                    throw new PlatformException.Rejected("401 Unauthorized", "Ask @BotFather");
                });
        try (GatewayFixture life = new GatewayFixture(folder).with(family).with(mama).begin()) {
            life.until(EventType.READY).until(GatewayState.DEGRADED);
            assertThat(life.platformState("telegram")).isEqualTo("rejected");
            assertThat(life.platformState("weixin")).isEqualTo("connected");
        }
    }

    @Test
    void aTokenHeldElsewhereIsWaitedForWhileTheOthersRun() throws Exception {
        GatewayFixture life = new GatewayFixture(folder).with(family).with(mama);
        TokenLease theirs = life.tokens().acquire(key(), "theirs", SHORT, () -> {}).orElseThrow();
        try (var log = new LogRecorder(PlatformToken.class);
                life) {
            life.begin().until(EventType.READY).until(GatewayState.DEGRADED);
            await().until(() -> life.platformState("telegram").equals("waiting_for_token"));
            assertThat(life.platformState("weixin")).isEqualTo("connected");
            assertThat(log.lines())
                    .contains(
                            "WARN Telegram bot token already in use (PID %d). Waiting up to 60s for it."
                                    .formatted(ProcessHandle.current().pid()));
            // The expensive work is done already, and nothing that needs the token.
            assertThat(family.calls()).containsExactly("warmUp");
            theirs.close();
            life.untilNow(GatewayState.RUNNING);
            assertThat(life.platformState("telegram")).isEqualTo("connected");
        }
    }

    @Test
    void ifTheOnlyTokenIsHeldElsewhereForTooLongItIsToBeStartedAgain() throws Exception {
        GatewayFixture life = new GatewayFixture(folder).with(family).tokenWait(SHORT);
        try (TokenLease theirs =
                        life.tokens().acquire(key(), "theirs", SHORT, () -> {}).orElseThrow();
                life) {
            StartupException failure = life.begin().failed();
            assertThat(failure.code()).isEqualTo(ExitCode.TRY_AGAIN);
            assertThat(failure)
                    .hasMessageContaining("Telegram bot token already in use (PID ")
                    .hasMessageContaining("Its gateway runs in " + life.home());
            assertThat(theirs.isValid()).isTrue();
            assertThat(family.calls()).doesNotContain("create", "serve");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gateway.pid", "gateway.lock", "media"})
    void whateverIsInTheWayIsNamedAndLeftThere(String name) throws Exception {
        try (GatewayFixture life = new GatewayFixture(folder).with(family)) {
            HomeDirectory.create(life.home().folder());
            Path inTheWay = life.home().folder().resolve(name);
            if (name.equals("media")) {
                Files.writeString(inTheWay, "precious");
            } else {
                Files.createDirectory(inTheWay);
                Files.writeString(inTheWay.resolve("precious"), "data");
            }
            StartupException failure = life.begin().failed();
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
        try (GatewayFixture life =
                new GatewayFixture(folder)
                        .with(family)
                        .handler(
                                context -> {
                                    throw new IllegalStateException("a bug");
                                })) {
            StartupException failure = life.begin().failed();
            assertThat(failure.code()).isEqualTo(ExitCode.INTERNAL);
            assertThat(failure).hasMessageContaining("a bug").hasMessageContaining("see the log");
            assertThat(life.home().pidFile()).doesNotExist();
            assertThat(life.state().path("state").asText()).isEqualTo("failed");
            assertThat(life.names()).contains("journal_closed", "stopped");
        }
    }

    @Test
    void aStalePidFileIsRecoveredAndNamed() throws Exception {
        try (var log = new LogRecorder(HomeOwnership.class);
                GatewayFixture life = new GatewayFixture(folder).with(family)) {
            HomeDirectory.prepare(life.home());
            Files.writeString(life.home().pidFile(), "");
            life.begin().until(GatewayState.RUNNING);
            assertThat(log.lines())
                    .contains("WARN Stale PID file: it is an empty file. Recovered.");
            assertThat(life.events(EventType.STALE_PID_FILE_RECOVERED).get(0).fields())
                    .containsEntry("reason", "corrupt");
        }
    }

    private static TokenKey key() {
        return TokenKey.of("telegram", Secret.of("token-of-telegram"));
    }
}

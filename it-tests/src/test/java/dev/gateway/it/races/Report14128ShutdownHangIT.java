package dev.gateway.it.races;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.it.races.table.RaceRow;
import dev.gateway.sim.adapter.MisbehavingPlatformFactory;
import dev.gateway.sim.process.HomeConfig;
import dev.gateway.sim.process.ObservedHome;
import dev.gateway.sim.process.PlatformConfigSource;
import dev.gateway.sim.process.RunningProcess;
import dev.gateway.sim.process.Signal;
import dev.gateway.sim.telegram.FakeTelegram;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * <a href="https://github.com/NousResearch/hermes-agent/issues/14128">#14128</a>: the disconnect of
 * Feishu blocks, the shutdown has no deadline, systemd sends SIGKILL after TimeoutStopSec=60, the
 * PID file stays, and the next start says {@code PID file race lost}. Proposed: 15 s for each
 * adapter, one after the other.
 */
class Report14128ShutdownHangIT extends RaceFixture {

    private static final int HANGING = 5;

    private static final String SCALE = "0.2";

    /** TimeoutStopSec=60, after which systemd kills, times the scale. */
    private static final Duration STOP_LIMIT = Duration.ofSeconds(12);

    /** The 15 s for each adapter, times the scale. */
    private static final Duration DEADLINE = Duration.ofSeconds(3);

    private FakeTelegram telegram;

    @BeforeEach
    void openThePlatform() {
        telegram = FakeTelegram.start();
    }

    @AfterEach
    void closeThePlatform() {
        scope.close();
        telegram.close();
    }

    /** Shows F8: 5 times 15 s is 75 s, which is more than the 60 s of systemd. */
    @Test
    void deadlinesInSequenceAddUpToMoreThanSystemdWaits() throws Exception {
        ObservedHome home = newHome(fiveThatNeverDisconnect());
        RunningProcess reported = reportedRunning(home, "--as", "14128-fix", "--scale", SCALE);
        reported.kill(Signal.TERM);
        long began = System.nanoTime();
        reported.awaitLine(
                "telegram disconnect timed out after 3\\.0s - forcing continue", TIMEOUT);
        TimeUnit.NANOSECONDS.sleep(STOP_LIMIT.minus(since(began)).toNanos());
        assertThat(reported.isAlive()).as("when systemd loses patience").isTrue();
        crash(reported);
        assertThat(reported(home).run(TIMEOUT, "run").expectExit(1).stderr()).contains(LOST);

        RunningProcess run = ours(home);
        run.kill(Signal.TERM);
        began = System.nanoTime();
        assertThat(run.awaitExit(TIMEOUT)).isZero();
        Duration took = since(began);

        assertThat(String.join("\n", run.stderr()).split("abandoned", -1)).hasSizeGreaterThan(5);
        assertThat(home.pidFile()).doesNotExist();
        assertThat(took).as("all at once, not one after the other").isLessThan(STOP_LIMIT);
        RaceRow.of("F8", 14128, "5 platforms never disconnect, 15 s each; x0.2")
                .control("75 s > TimeoutStopSec=60: SIGKILL, `PID file race lost`", 1, 1)
                .gateway("abandons all five at one deadline", 1)
                .figures("stop %.1f s (of 12.0 s)", seconds(took))
                .record();
    }

    private RunningProcess ours(ObservedHome home) throws Exception {
        Path jar =
                Path.of(
                        MisbehavingPlatformFactory.class
                                .getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .toURI());
        RunningProcess run =
                gateway(home).withEnv("GATEWAY_CLASSPATH", jar.toString()).start("run");
        home.awaitState("running", TIMEOUT);
        return run;
    }

    private HomeConfig fiveThatNeverDisconnect() {
        List<String> tokens = new ArrayList<>(telegram.tokens());
        while (tokens.size() < HANGING) {
            tokens.add(telegram.addBot("bot_" + tokens.size()));
        }
        HomeConfig config =
                HomeConfig.echo()
                        .with("drain_timeout", DEADLINE)
                        .with("disconnect_timeout", DEADLINE);
        for (int i = 0; i < HANGING; i++) {
            config =
                    config.withPlatform(
                            ("  bot%d: {type: stubborn, inner: telegram, token: \"%s\", base_url:"
                                            + " \"%s\", disconnect: never, swallow_interrupts:"
                                            + " true, %s}")
                                    .formatted(
                                            i,
                                            tokens.get(i),
                                            telegram.server().uri(),
                                            PlatformConfigSource.OPEN_TO_ALL));
        }
        return config;
    }
}

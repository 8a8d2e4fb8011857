package dev.gateway.it.races;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.core.event.EventType;
import dev.gateway.core.event.RecordedEvent;
import dev.gateway.it.races.table.RaceRow;
import dev.gateway.sim.process.CommandResult;
import dev.gateway.sim.process.HomeConfig;
import dev.gateway.sim.process.ObservedHome;
import dev.gateway.sim.process.RunningProcess;
import dev.gateway.sim.process.Signal;
import dev.gateway.sim.process.ZombieProcess;
import dev.gateway.sim.weixin.FakeWeixin;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * <a href="https://github.com/NousResearch/hermes-agent/issues/14051">#14051</a>: {@code --replace}
 * asks with {@code kill(pid, 0)} whether the old gateway lives, and that finds zombies, too. It
 * waits ten seconds for one, sends a SIGKILL without effect, and loses against the PID file that
 * the dead gateway left. (Another test covers the exit code 1, which then exhausts systemd's start
 * limit.)
 */
class Report14051ZombieIT extends RaceFixture {

    private static final int ROUNDS = 3;

    /** The ten seconds of the report, times the scale. */
    private static final Duration WAITED = Duration.ofSeconds(1);

    private FakeWeixin weixin;
    private ObservedHome home;

    @BeforeEach
    void openThePlatform() throws Exception {
        weixin = FakeWeixin.start();
        home = newHome(HomeConfig.echo().with("mama", weixin));
    }

    @AfterEach
    void closeThePlatform() {
        scope.close();
        weixin.close();
    }

    /** Shows R3: a zombie is dead at once, even if no process reaps it. */
    @Test
    void aZombieIsNotWaitedFor() throws Exception {
        int seen = 0;
        for (int round = 0; round < ROUNDS; round++) {
            ObservedHome reportedHome = newHome(HomeConfig.echo().with("mama", weixin));
            ZombieProcess zombie = reported(reportedHome).startUnreaped("run");
            zombie.parent().awaitLine("Gateway running with", TIMEOUT);
            becomeZombie(zombie);
            CommandResult lost =
                    reported(reportedHome)
                            .run(TIMEOUT, "run", "--replace", "--as", "14051", "--scale", "0.1")
                            .expectExit(1);
            assertThat(lost.stderr())
                    .containsSubsequence(
                            "Replacing existing gateway instance (PID " + zombie.pid() + ")",
                            "Old gateway (PID " + zombie.pid() + ") did not exit, sending SIGKILL",
                            LOST);
            assertThat(lost.elapsed()).isGreaterThan(WAITED);
            zombie.endParent(TIMEOUT);
            seen++;
        }
        List<Duration> times = new ArrayList<>();
        List<Duration> claims = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            ZombieProcess zombie = gateway(home).startUnreaped("run");
            home.awaitState("running", TIMEOUT);
            becomeZombie(zombie);

            RunningProcess next = gateway(home).start("run", "--replace");
            next.awaitLine("Gateway is running\\.", TIMEOUT);
            times.add(next.elapsed());
            claims.add(claimOf(next.pid()));
            assertThat(home.lockHolder()).hasValue(next.pid());
            assertThat(next.stderr()).anyMatch(line -> line.contains("is a zombie. Recovered."));
            crash(next);
            zombie.endParent(TIMEOUT);
        }
        Duration quickest = times.stream().min(Duration::compareTo).orElseThrow();
        Duration claim = claims.stream().min(Duration::compareTo).orElseThrow();
        System.out.printf("zombie: home claimed in %s, running in %s%n", claims, times);
        assertThat(claim).as("no wait for the dead").isLessThan(WAITED.multipliedBy(10));
        RaceRow.of("R3", 14051, "--replace of a zombie; 10 s x0.1")
                .control("waits, SIGKILL in vain, `PID file race lost`, exit 1", seen, ROUNDS)
                .gateway("takes over at once", times.size())
                .figures(
                        "home claimed in %d ms; start to running %.2f s, the JVM included",
                        claim.toMillis(), seconds(quickest))
                .record();
    }

    /**
     * Shows F5: every process has a directory in /proc, so the sketch takes live processes for
     * zombies.
     */
    @Test
    void aDirectoryInProcDoesNotMakeAZombie() throws Exception {
        weixin.slowRelease(Duration.ofSeconds(2));
        RunningProcess reportedOld = reportedRunning(home);
        RunningProcess reportedNew =
                reported(home).start("run", "--replace", "--as", "14051-sketch");
        reportedNew.awaitLine("Old gateway \\(PID " + reportedOld.pid() + "\\) is gone", TIMEOUT);
        reportedNew.awaitLine(WON, TIMEOUT);
        assertThat(reportedOld.isAlive()).as("the old one, which is said to be gone").isTrue();
        reportedNew.awaitLine("Gateway running with", TIMEOUT);
        reportedOld.awaitExit(TIMEOUT);
        assertThat(home.pidFile()).as("its end takes the PID file of the new one").doesNotExist();
        RunningProcess third = reportedRunning(home, "--as", "14051-sketch");
        awaitTwoPollers(weixin);
        crash(reportedNew);
        crash(third);
        weixin.referee().forget();
        home.pidFile().toFile().delete();

        RunningProcess old = running(home);
        RunningProcess next = gateway(home).start("run", "--replace");
        assertThat(old.awaitExit(TIMEOUT)).as("by itself").isZero();
        home.awaitState("running", TIMEOUT);

        assertThat(next.isAlive()).isTrue();
        assertThat(home.pidRecord().orElseThrow().path("pid").asLong()).isEqualTo(next.pid());
        assertThat(weixin.referee().violations()).isEmpty();
        RaceRow.of("F5", 14051, "is_zombie: /proc/PID is a directory")
                .control("a live gateway passes for a zombie: two gateways, two pollers", 1, 1)
                .gateway("waits for the living", 1)
                .record();
    }

    /**
     * Returns the time from the valid config, after which the gateway checks the home, to the lock.
     */
    private Duration claimOf(long pid) {
        return Duration.ofNanos(
                nanosOf(EventType.LOCK_ACQUIRED, pid) - nanosOf(EventType.CONFIG_VALIDATED, pid));
    }

    private long nanosOf(EventType type, long pid) {
        return home.events(type).stream()
                .filter(seen -> seen.pid() == pid)
                .mapToLong(RecordedEvent::monoNanos)
                .findFirst()
                .orElseThrow();
    }

    private static void becomeZombie(ZombieProcess process) throws InterruptedException {
        process.kill(Signal.KILL);
        process.awaitZombie(TIMEOUT);
    }
}

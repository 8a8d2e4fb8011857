package dev.gateway.it.systemd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gateway.sim.chat.SentMessage;
import dev.gateway.sim.process.CommandResult;
import dev.gateway.sim.process.HomeConfig;
import dev.gateway.sim.process.LauncherLocator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Tests a restart of a service with a message in flight: the running gateway launches its successor
 * in its own control group and finishes beside it, and systemd gets another main process.
 */
class HandoverInsideUnitIT extends SystemdFixture {

    /** Longer than a test takes: what is in flight ends because the test lets it. */
    private static final Duration DRAIN = Duration.ofSeconds(50);

    /** A handler that answers at once, but for what begins with "slow": when a file is there. */
    private static final String HANDLER =
            """
            answer() {
              id=${1#*'"id":"'}; id=${id%%'"'*}
              text=${1#*'"text":"'}; text=${text%%'"'*}
              case $text in
              slow*) echo "$text" >>asked; until [ -e "go ${text#slow }" ]; do sleep 0.1; done ;;
              esac
              printf '{"id":"%s","text":"%s","done":true}\\n' "$id" "$text"
            }
            while IFS= read -r line; do answer "$line" & done
            """;

    private String unit;

    @BeforeEach
    void startService() throws Exception {
        configure(DRAIN);
        unit = install();
        systemd.change(unit, "Service", TIMEOUT, "RestartSec=100ms", "WatchdogSec=15");
        systemctl("start", unit).expectExit(0);
    }

    @Test
    void theMainProcessMovesOnAndTheOldOneFinishesBesideIt() throws Exception {
        long old = mainPid(unit);
        SentMessage slow = inFlight("one");

        CommandResult restart = gateway.run(TIMEOUT, "restart").expectExit(0);

        long main = mainPid(unit);
        assertThat(main).isNotEqualTo(old);
        assertThat(home.lockHolder()).hasValue(main);
        assertThat(restart.stdout())
                .contains("run by " + unit, "Handed over from PID " + old + " to PID " + main);
        assertThat(processes()).as("in the unit").contains(old, main);
        assertThat(systemd.show(unit, "ActiveState")).isEqualTo("active");
        awaitShown(unit, "StatusText", "Running: 1 platform connected");
        assertThat(telegram.user("papa").says("hello").awaitAnswer(TIMEOUT)).contains("hello");
        assertThat(slow.answers()).as("still in flight").isEmpty();

        let("one");

        assertThat(slow.awaitAnswer(TIMEOUT)).contains("slow one");
        awaitTrue(() -> !processes().contains(old));
        assertThat(processes()).contains(main);
        assertThat(mainPid(unit)).isEqualTo(main);
        assertThat(restarts(unit)).isZero();
        assertThat(asked()).containsExactly("slow one");
        assertThat(slow.answers()).hasSize(1);
        assertThat(telegram.referee().violations()).isEmpty();
        // Its supervisor knows the unit: a stop goes through systemd, and stays one.
        gateway.run(TIMEOUT, "stop").expectExit(0);
        assertThat(systemd.show(unit, "ActiveState")).isEqualTo("inactive");
        assertThat(systemd.show(unit, "Result")).isEqualTo("success");
    }

    @Test
    void restartsInARowLeaveOneMainProcessAndAStopEndsThemAll() throws Exception {
        List<SentMessage> slow = new ArrayList<>();
        Set<Long> all = new TreeSet<>(Set.of(mainPid(unit)));
        for (String name : List.of("one", "two")) {
            slow.add(inFlight(name));
            gateway.run(TIMEOUT, "restart").expectExit(0);
            all.add(mainPid(unit));
        }
        assertThat(all).as("two old ones and the new one").hasSize(3);
        assertThat(processes()).containsAll(all);
        String fed = systemd.show(unit, "WatchdogTimestampMonotonic");
        awaitTrue(() -> !systemd.show(unit, "WatchdogTimestampMonotonic").equals(fed));
        let("one");
        slow.get(0).awaitAnswer(TIMEOUT);

        systemctl("stop", "--no-block", unit).expectExit(0);
        awaitShown(unit, "ActiveState", "deactivating");
        let("two");

        awaitShown(unit, "ActiveState", "inactive");
        assertThat(systemd.show(unit, "Result")).as("nothing was killed").isEqualTo("success");
        assertThat(all).noneMatch(pid -> Files.exists(Path.of("/proc", pid.toString())));
        assertThat(restarts(unit)).isZero();
        systemctl("start", unit).expectExit(0);
        for (SentMessage each : slow) {
            each.awaitAnswer(TIMEOUT);
            assertThat(each.answers()).hasSize(1);
        }
        assertThat(telegram.referee().violations()).isEmpty();
    }

    @Test
    void aKillOfTheOldOneIsNoFailureOfTheUnitAndAKillOfTheNewOneIs() throws Exception {
        long old = mainPid(unit);
        SentMessage slow = inFlight("one");
        gateway.run(TIMEOUT, "restart").expectExit(0);
        long second = mainPid(unit);

        kill(old);

        await().atMost(TIMEOUT).until(() -> asked().size() == 2);
        assertThat(mainPid(unit)).isEqualTo(second);
        assertThat(restarts(unit)).isZero();
        gateway.run(TIMEOUT, "restart").expectExit(0);
        long third = mainPid(unit);
        assertThat(processes()).contains(second, third);

        systemctl("kill", "--signal=KILL", "--kill-whom=main", unit).expectExit(0);

        awaitTrue(() -> restarts(unit) == 1 && systemd.show(unit, "ActiveState").equals("active"));
        assertThat(processes()).doesNotContain(second, third);
        let("one");
        assertThat(slow.awaitAnswer(TIMEOUT)).contains("slow one");
        assertThat(slow.answers()).hasSize(1);
        assertThat(telegram.referee().violations()).isEmpty();
    }

    @Test
    void aSuccessorThatDoesNotComeUpChangesNothing() throws Exception {
        Path launcher = home.path().resolve("gateway-of-the-unit");
        Files.createSymbolicLink(launcher, LauncherLocator.gateway());
        String text = gateway.run(TIMEOUT, "service", "show").expectExit(0).stdout();
        systemctl("stop", unit).expectExit(0);
        systemd.unit(
                unit,
                text.replace(LauncherLocator.gateway().toString(), launcher.toString()),
                TIMEOUT);
        systemctl("start", unit).expectExit(0);
        long main = mainPid(unit);
        Files.delete(launcher);
        Files.writeString(launcher, "#!/bin/sh\nexit 78\n");
        launcher.toFile().setExecutable(true);

        CommandResult restart = gateway.run(TIMEOUT, "restart").expectExit(78);

        assertThat(restart.stderr()).contains("the old gateway goes on", "exit code 78");
        assertThat(mainPid(unit)).isEqualTo(main);
        assertThat(restarts(unit)).isZero();
        telegram.user("mama").says("still there?").awaitAnswer(TIMEOUT);
        awaitShown(unit, "StatusText", "Running: 1 platform connected");
    }

    @Test
    void anotherUnitIsRestartedInSystemdsOrderAndTheReasonIsNamed() throws Exception {
        systemd.change(unit, "Service", TIMEOUT, "KillMode=control-group");
        long old = mainPid(unit);

        CommandResult restart = gateway.run(TIMEOUT, "restart").expectExit(0);

        assertThat(restart.stderr())
                .contains("in its own order", "KillMode=control-group", "gateway service install");
        assertThat(mainPid(unit)).isNotEqualTo(old);
        assertThat(processes()).doesNotContain(old);
        assertThat(systemd.show(unit, "ActiveState")).isEqualTo("active");
    }

    private void configure(Duration drain) throws IOException {
        Files.writeString(home.path().resolve("bot.sh"), HANDLER);
        home.write(
                HomeConfig.echo()
                        .with("drain_timeout", drain)
                        .with("disconnect_timeout", SHORT)
                        .with("family", telegram)
                        .withHandler("{type: process, command: [sh, bot.sh]}"));
    }

    /** Sends a message that stays in flight until {@link #let}. */
    private SentMessage inFlight(String name) {
        SentMessage slow = telegram.user(name).says("slow " + name);
        await().atMost(TIMEOUT).until(() -> asked().contains("slow " + name));
        return slow;
    }

    private void let(String name) throws IOException {
        Files.createFile(home.path().resolve("go " + name));
    }

    private List<String> asked() throws IOException {
        Path file = home.path().resolve("asked");
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    private void kill(long pid) throws InterruptedException {
        scope.start("kill", "-KILL", Long.toString(pid)).awaitExit(TIMEOUT);
    }

    /** Returns the processes in the control group of the unit. */
    private Set<Long> processes() throws Exception {
        String group = systemd.show(unit, "ControlGroup");
        Set<Long> pids = new TreeSet<>();
        for (String tree : List.of("systemd", "unified", "")) {
            Path file = Path.of("/sys/fs/cgroup", tree, group, "cgroup.procs");
            if (!group.isEmpty() && Files.exists(file)) {
                Files.readAllLines(file).forEach(line -> pids.add(Long.parseLong(line)));
            }
        }
        return pids;
    }
}

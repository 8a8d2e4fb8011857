package dev.gateway.it.races;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.it.fixture.MachineAssumptions;
import dev.gateway.it.races.table.RaceRow;
import dev.gateway.sim.process.GatewayCommandLine;
import dev.gateway.sim.process.HomeConfig;
import dev.gateway.sim.process.ObservedHome;
import dev.gateway.sim.process.ProcessStat;
import dev.gateway.sim.process.RunningProcess;
import dev.gateway.sim.weixin.FakeWeixin;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * <a href="https://github.com/NousResearch/hermes-agent/issues/13655">#13655</a>: SIGKILL or the
 * OOM killer leaves gateway.pid behind; every start says {@code PID file race lost} until an
 * operator deletes the file. Proposed: kill(pid, 0) before believing the file, with EPERM taken for
 * dead; or {@code ExecStartPre=rm -f gateway.pid}.
 */
class Report13655StalePidFileIT extends RaceFixture {

    /** The number of attempts after which systemd gives up. */
    private static final int ATTEMPTS = 5;

    /**
     * Runs as another user without the right to signal root's processes, but with all rights on
     * files: only kill(2) can tell the difference.
     */
    private static final String[] AS_NOBODY = {
        "setpriv",
        "--reuid=65534",
        "--regid=65534",
        "--clear-groups",
        "--inh-caps=-all,+dac_override,+dac_read_search,+fowner",
        "--ambient-caps=-all,+dac_override,+dac_read_search,+fowner"
    };

    /**
     * Starts a gateway, kills it, gives its PID to another program, and starts again. The namespace
     * has no other processes, so the next PID is certain.
     */
    private static final String REUSE_THE_NUMBER =
            """
            "$@" & old=$!
            until grep -qs pid "$GATEWAY_HOME/gateway.pid"; do sleep 0.1; done
            kill -KILL $old
            wait $old
            echo $((old - 1)) >/proc/sys/kernel/ns_last_pid
            sleep 86400 & innocent=$!
            echo "killed $old, and $innocent is another program"
            "$@"
            echo "exit $?"
            """;

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

    /** Shows R4: no manual step is needed. */
    @Test
    void aStartAfterSigkillRecoversByItself() throws Exception {
        crash(reportedRunning(home));
        int lost = 0;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            assertThat(reported(home).run(TIMEOUT, "run", "--as", "13655").expectExit(1).stderr())
                    .contains(LOST);
            lost++;
        }
        Files.delete(home.pidFile());
        crash(reportedRunning(home, "--as", "13655")); // after the manual step it starts

        List<Duration> times = new ArrayList<>();
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            RunningProcess next = running(home);
            times.add(next.elapsed());
            crash(next);
        }
        Duration longest = times.stream().max(Duration::compareTo).orElseThrow();
        RaceRow.of("R4", 13655, "start after SIGKILL, stale gateway.pid")
                .control("`PID file race lost` until somebody deletes the file", lost, ATTEMPTS)
                .gateway("recovers, no manual step", times.size())
                .figures(
                        "start to running again %.2f s at most, the JVM included", seconds(longest))
                .record();
    }

    /**
     * Shows F3: "operation not permitted" means that the process exists and belongs to another
     * user.
     */
    @Test
    void aProcessOfAnotherUserIsNotDead() throws Exception {
        MachineAssumptions.assumeRoot();
        MachineAssumptions.assumeProgram("setpriv");
        RunningProcess reportedOld = reportedRunning(home);
        RunningProcess reportedNew =
                reported(home).through(AS_NOBODY).start("run", "--as", "13655-fix");
        reportedNew.awaitLine("Gateway running with", TIMEOUT);
        assertThat(reportedOld.isAlive()).isTrue();
        assertThat(home.pidRecord().orElseThrow().path("pid").asLong())
                .as("the PID file of a live gateway is gone")
                .isEqualTo(reportedNew.pid());
        awaitTwoPollers(weixin);
        crash(reportedNew);
        crash(reportedOld);
        weixin.referee().forget();

        RunningProcess old = running(home);
        GatewayCommandLine otherUser = gateway(home).through(AS_NOBODY);
        assertThat(otherUser.run(TIMEOUT, "run").expectExit(75).firstErrorLine())
                .startsWith("Another gateway instance (PID %d) is running".formatted(old.pid()));

        expectUntouched(old);
        RaceRow.of("F3", 13655, "a live gateway of another user: kill(pid, 0) says EPERM")
                .control("taken for dead: its PID file deleted, two pollers", 1, 1)
                .gateway("the kernel lock refuses, exit 75", 1)
                .record();
    }

    /** Shows F4: the PID of a dead gateway belongs to another program. */
    @Test
    void aRecycledPidIsNoGateway() throws Exception {
        MachineAssumptions.assumePidNamespaces();
        RunningProcess reported = inNamespace(reported(home)).start("run", "--as", "13655-fix");
        String number =
                reported.awaitLine("killed (\\d+), and \\1 is another program", TIMEOUT).group(1);
        reported.awaitLine(
                "Another gateway instance \\(PID %s\\) is running\\. Exiting\\.".formatted(number),
                TIMEOUT);
        reported.awaitLine("exit 1", TIMEOUT);
        reported.awaitExit(TIMEOUT);
        weixin.referee().forget();
        Files.delete(home.pidFile());

        RunningProcess ours = inNamespace(gateway(home)).start("run");
        number = ours.awaitLine("killed (\\d+), and \\1 is another program", TIMEOUT).group(1);
        ours.awaitLine("Stale PID file: process %s is another program".formatted(number), TIMEOUT);
        weixin.user("mama").says("hello").awaitAnswer(TIMEOUT);
        assertThat(scope.survivors().stream().flatMap(pid -> ProcessStat.of(pid).stream()))
                .as("the other program")
                .anyMatch(process -> process.name().equals("sleep") && process.isAlive());
        RaceRow.of("F4", 13655, "a dead gateway's PID belongs to another program")
                .control("`Another gateway instance (PID …) is running` for ever", 1, 1)
                .gateway("recognises it, and leaves the other program alone", 1)
                .record();
    }

    private static GatewayCommandLine inNamespace(GatewayCommandLine command) {
        return command.through(
                "unshare",
                "--pid",
                "--fork",
                "--mount-proc",
                "--kill-child",
                "sh",
                "-c",
                REUSE_THE_NUMBER,
                "reuse");
    }

    /**
     * Shows F7: rm -f before each start deletes the PID file of a gateway that was started by hand.
     */
    @Test
    void deletingThePidFileOfALiveGatewayDoesNotHideIt() throws Exception {
        RunningProcess reportedOld = reportedRunning(home);
        RunningProcess service = reported(home).start("run", "--as", "13655-workaround");
        service.awaitLine(WON, TIMEOUT);
        service.awaitExit(TIMEOUT); // it loses the token to the gateway that it did not see
        assertThat(home.pidFile()).doesNotExist();
        assertThat(reported(home).run(TIMEOUT, "stop").stdout()).contains("No gateway is running.");
        assertThat(reportedOld.isAlive()).as("while it runs").isTrue();
        crash(reportedOld);
        weixin.referee().forget();

        RunningProcess old = running(home);
        Files.delete(home.pidFile());
        assertThat(gateway(home).run(TIMEOUT, "run").expectExit(75).firstErrorLine())
                .startsWith("Another gateway instance (PID %d) is running".formatted(old.pid()));
        assertThat(weixin.referee().violations()).isEmpty();
        assertThat(gateway(home).run(TIMEOUT, "stop").expectExit(0).stdout())
                .contains("PID " + old.pid());
        assertThat(old.awaitExit(TIMEOUT)).isZero();
        RaceRow.of("F7", 13655, "ExecStartPre=rm -f gateway.pid, one runs by hand")
                .control("its PID file is deleted: `stop` finds nothing", 1, 1)
                .gateway("found, named and stopped without the file", 1)
                .record();
    }

    private void expectUntouched(RunningProcess old) throws Exception {
        assertThat(old.isAlive()).isTrue();
        assertThat(home.pidRecord().orElseThrow().path("pid").asLong()).isEqualTo(old.pid());
        weixin.user("mama").says("still there?").awaitAnswer(TIMEOUT);
        assertThat(weixin.referee().violations()).isEmpty();
    }
}

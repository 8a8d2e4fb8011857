package dev.gateway.it.races;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gateway.it.fixture.MachineAssumptions;
import dev.gateway.it.races.table.RaceRow;
import dev.gateway.sim.process.CommandResult;
import dev.gateway.sim.process.GatewayCommandLine;
import dev.gateway.sim.process.HomeConfig;
import dev.gateway.sim.process.ObservedHome;
import dev.gateway.sim.process.RunningProcess;
import dev.gateway.sim.referee.TokenHandover;
import dev.gateway.sim.weixin.FakeWeixin;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Two containers that share a home: each has PIDs of its own. A PID in a file then means another
 * process, or none; the kernel lock reaches across.
 */
class TwoContainersOneHomeIT extends RaceFixture {

    private static final int ROUNDS = 3;

    private FakeWeixin weixin;
    private ObservedHome home;

    @BeforeEach
    void openThePlatform() throws Exception {
        MachineAssumptions.assumePidNamespaces();
        weixin = FakeWeixin.start();
        home = newHome(HomeConfig.echo().with("mama", weixin));
    }

    @AfterEach
    void closeThePlatform() {
        scope.close();
        if (weixin != null) {
            weixin.close();
        }
    }

    /** Tests the usual container: the gateway is PID 1 in each. */
    @Test
    void pid1InBothIsNotOneProcess() throws Exception {
        crash(connected(asPid1(reported(home))));
        int lost = 0;
        for (; lost < ROUNDS; lost++) {
            CommandResult next = asPid1(reported(home)).run(TIMEOUT, "run", "--as", "13511-fix");
            assertThat(next.expectExit(1).stderr()).contains(LOST);
        }
        weixin.referee().forget();
        home.pidFile().toFile().delete();

        RunningProcess first = upAndRunning(asPid1(gateway(home)));
        CommandResult refused = asPid1(gateway(home)).run(TIMEOUT, "run").expectExit(75);
        assertThat(refused.firstErrorLine())
                .startsWith("Another gateway instance (unknown PID) is running in " + home.path())
                .contains("stop it there");
        JsonNode seenFromThere =
                asPid1(gateway(home)).run(TIMEOUT, "status", "--json").expectExit(0).json();
        assertThat(seenFromThere.path("state").asText()).isEqualTo("running");
        assertThat(seenFromThere.path("pid").isNull()).as("its number is no process here").isTrue();
        RunningProcess second = asPid1(gateway(home)).start("run", "--on-conflict=wait");
        second.awaitLine(
                "Another gateway instance \\(unknown PID\\) is running .* Standing by", TIMEOUT);
        crash(first);
        second.awaitLine("Gateway is running\\.", TIMEOUT);
        weixin.user("mama").says("hello").awaitAnswer(TIMEOUT);
        TokenHandover handover = handover();
        crash(second);
        RunningProcess third = upAndRunning(asPid1(gateway(home)));

        assertThat(third.isAlive()).isTrue();
        assertThat(weixin.referee().violations()).isEmpty();
        RaceRow.of("C1", 13655, "two containers, one home, PID 1 in both; SIGKILL")
                .control(
                        "takes the dead one for itself: `PID file race lost` for ever",
                        lost,
                        ROUNDS)
                .gateway("a live one: waits, naming an unknown PID; a dead one: recovers", 1)
                .figures("SIGKILL to taking over: gap in polls %.2f s", seconds(handover.gap()))
                .record();
    }

    /**
     * Tests a container with an init, so that the gateway's PID does not exist in the other
     * container.
     */
    @Test
    void aNumberThatDoesNotExistHereIsNotDead() throws Exception {
        RunningProcess reportedFirst = connected(belowInit(reported(home)));
        RunningProcess reportedSecond = connected(asPid1(reported(home)), "--as", "13511-fix");
        assertThat(reportedFirst.isAlive()).isTrue();
        awaitTwoPollers(weixin);
        crash(reportedSecond);
        crash(reportedFirst);
        scope.awaitNoSurvivors(TIMEOUT);
        weixin.referee().forget();
        home.pidFile().toFile().delete();

        RunningProcess first = upAndRunning(belowInit(gateway(home)));
        for (int round = 0; round < ROUNDS; round++) {
            asPid1(gateway(home)).run(TIMEOUT, "run").expectExit(75);
            asPid1(gateway(home)).run(TIMEOUT, "run", "--replace").expectExit(75);
        }

        assertThat(first.isAlive()).isTrue();
        weixin.user("mama").says("still there?").awaitAnswer(TIMEOUT);
        assertThat(weixin.referee().violations()).isEmpty();
        RaceRow.of("C2", 13511, "two containers, one home, different PIDs")
                .control("kill(pid, 0) finds nobody: two pollers", 1, 1)
                .gateway("the kernel lock refuses, exit 75", ROUNDS)
                .record();
    }

    private RunningProcess connected(GatewayCommandLine reported, String... switches)
            throws Exception {
        RunningProcess process = reported.start(with("run", switches));
        process.awaitLine("Gateway running with", TIMEOUT);
        return process;
    }

    private static RunningProcess upAndRunning(GatewayCommandLine gateway) throws Exception {
        RunningProcess process = gateway.start("run");
        process.awaitLine("Gateway is running\\.", TIMEOUT);
        return process;
    }

    private TokenHandover handover() {
        List<TokenHandover> handovers =
                weixin.referee().handovers(weixin.referee().tokens().get(0));
        return handovers.get(handovers.size() - 1);
    }

    /** Returns the command as PID 1 of a namespace; killing unshare kills the whole namespace. */
    private static GatewayCommandLine asPid1(GatewayCommandLine command) {
        return command.through("unshare", "--pid", "--fork", "--mount-proc", "--kill-child");
    }

    private static GatewayCommandLine belowInit(GatewayCommandLine command) {
        return command.through(
                "unshare",
                "--pid",
                "--fork",
                "--mount-proc",
                "--kill-child",
                "sh",
                "-c",
                "\"$@\" & wait",
                "init");
    }
}

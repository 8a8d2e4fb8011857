package dev.gateway.it.races;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.core.event.EventType;
import dev.gateway.it.fixture.MachineAssumptions;
import dev.gateway.sim.process.CommandResult;
import dev.gateway.sim.process.HomeConfig;
import dev.gateway.sim.process.ObservedHome;
import dev.gateway.sim.process.RunningProcess;
import dev.gateway.sim.weixin.FakeWeixin;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The end of PID 1 is the end of its container, and of a successor in it. */
class RestartInAContainerIT extends RaceFixture {

    private static final List<String> UNSHARE =
            List.of("unshare", "--pid", "--fork", "--mount-proc", "--kill-child");

    private FakeWeixin weixin;
    private ObservedHome home;

    @BeforeEach
    void openThePlatform() throws Exception {
        MachineAssumptions.assumePidNamespaces();
        MachineAssumptions.assumeProgram("nsenter");
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

    @Test
    void restartOfPid1ChangesNothingAndNamesTheCommandThatRestartsTheContainer() throws Exception {
        isRefused(List.of(), 1);
    }

    /** An entry point that does not end with {@code exec}. */
    @Test
    void restartOfTheOneProgramThatPid1WaitsForIsRefusedAsWell() throws Exception {
        isRefused(List.of("sh", "-c", "\"$@\"; exit $?", "sh"), 2);
    }

    private void isRefused(List<String> entryPoint, long pid) throws Exception {
        List<String> through = new ArrayList<>(UNSHARE);
        through.addAll(entryPoint);
        RunningProcess container =
                gateway(home).through(through.toArray(String[]::new)).start("run");
        container.awaitLine("Gateway is running\\.", TIMEOUT);
        String holder = Long.toString(home.lockHolder().orElseThrow());

        CommandResult restart =
                gateway(home)
                        .through("nsenter", "--target", holder, "--pid", "--mount")
                        .run(TIMEOUT, "restart")
                        .expectExit(75);

        assertThat(restart.stdout()).isEmpty();
        assertThat(restart.stderr().strip())
                .startsWith("Not restarted: the gateway (PID " + pid + ") is the main process")
                .contains(" restart ")
                .hasLineCount(1);
        assertThat(home.events(EventType.LOCK_ACQUIRED)).hasSize(1);
        assertThat(home.events(EventType.STANDBY)).isEmpty();
        assertThat(container.isAlive()).isTrue();
        weixin.user("mama").says("still there?").awaitAnswer(TIMEOUT);
    }

    @Test
    void aGatewayBesidePid1IsRestartedAsEver() throws Exception {
        RunningProcess container =
                gateway(home)
                        .through(
                                "unshare",
                                "--pid",
                                "--fork",
                                "--mount-proc",
                                "--kill-child",
                                "sh",
                                "-c",
                                "\"$1\" start && \"$1\" restart; echo exit $?; sleep 600",
                                "sh")
                        .start();
        container.awaitLine("exit 0", TIMEOUT);

        assertThat(container.stdout()).anyMatch(line -> line.startsWith("Handed over from PID"));
        weixin.user("mama").says("still there?").awaitAnswer(TIMEOUT);
    }
}

package dev.gateway.it.acceptance.environment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.it.fixture.GatewayProcessFixture;
import dev.gateway.it.fixture.MachineAssumptions;
import dev.gateway.sim.chat.SentMessage;
import dev.gateway.sim.process.RunningProcess;
import dev.gateway.sim.process.Signal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests a user with a limit on processes and threads (RLIMIT_NPROC); root has no such limit. */
class ThreadLimitIT extends GatewayProcessFixture {

    private static final String MANY = "4000";

    private String user;

    @BeforeEach
    void becomeAnotherUser() throws Exception {
        MachineAssumptions.assumeRoot();
        MachineAssumptions.assumeProgram("setpriv");
        MachineAssumptions.assumeProgram("prlimit");
        // Other processes of the same user would count as well.
        user = Long.toString(100_000 + ProcessHandle.current().pid() % 1_000_000);
        gateway =
                gateway.withEnv("GATEWAY_TOKEN_LOCK_DIR", home.path().resolve("locks").toString())
                        .through("setpriv", "--reuid=" + user, "--regid=" + user, "--clear-groups");
        for (Path file : List.of(home.path(), home.configFile())) {
            command("chown", user + ":" + user, file.toString());
        }
    }

    @Test
    void aPassingShortageShowsAndCostsNothing() throws Exception {
        RunningProcess run = running();
        telegram.user("anna").says("before").awaitAnswer(TIMEOUT);

        limit(run, "1:");
        List<SentMessage> said = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            said.add(telegram.user("user" + i).says("meanwhile " + i));
        }
        home.awaitState("degraded", TIMEOUT);
        assertThat(home.state().orElseThrow().path("error").asText()).contains("thread");
        limit(run, MANY + ":");

        for (SentMessage one : said) {
            one.awaitAnswer(TIMEOUT);
        }
        telegram.user("anna").says("after").awaitAnswer(TIMEOUT);
        home.awaitState("running", TIMEOUT);
        run.kill(Signal.TERM);
        assertThat(run.awaitExit(BUDGET.plus(TIMEOUT))).isZero();
    }

    @Test
    void aShortageThatLastsEndsItWithAReason() throws Exception {
        RunningProcess run = running();

        limit(run, "1:");

        assertThat(run.awaitExit(Duration.ofMinutes(2))).isEqualTo(70);
        assertThat(String.join("\n", home.log())).contains("thread");
    }

    private String[] asUser() {
        return new String[] {"setpriv", "--reuid=" + user, "--regid=" + user, "--clear-groups"};
    }

    /** Sets the limit as the user itself: root may not do it everywhere. */
    private void limit(RunningProcess process, String most) throws Exception {
        List<String> line = new ArrayList<>(List.of(asUser()));
        line.addAll(List.of("prlimit", "--pid=" + process.pid(), "--nproc=" + most));
        command(line.toArray(String[]::new));
    }

    private static void command(String... line) throws Exception {
        Process process = new ProcessBuilder(line).inheritIO().start();
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).isZero();
    }
}

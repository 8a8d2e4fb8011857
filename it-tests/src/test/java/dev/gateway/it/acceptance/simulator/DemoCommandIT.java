package dev.gateway.it.acceptance.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.sim.process.CommandResult;
import dev.gateway.sim.process.GatewayCommandLine;
import dev.gateway.sim.process.LauncherLocator;
import dev.gateway.sim.process.ProcessScope;
import dev.gateway.sim.process.RunningProcess;
import dev.gateway.sim.process.Signal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests that the demo keeps the promise on all three platforms, and cleans up. */
class DemoCommandIT {

    private static final Duration LIMIT = Duration.ofMinutes(5);

    private ProcessScope scope;
    private Path folder;
    private GatewayCommandLine simulator;

    @BeforeEach
    void openScope() throws Exception {
        scope = ProcessScope.open();
        Files.createDirectories(Path.of("target"));
        folder = Files.createTempDirectory(Path.of("target").toRealPath(), "demo-");
        simulator =
                GatewayCommandLine.of(scope, LauncherLocator.simulator())
                        .withEnv("GATEWAY_BIN", LauncherLocator.gateway().toString())
                        .withEnv("GATEWAY_JAVA_OPTS", "-Djava.io.tmpdir=" + folder);
    }

    @AfterEach
    void closeScope() throws Exception {
        scope.close();
        Files.delete(folder);
    }

    @Test
    void losesNothingAndNeverHasTwoPollers() throws Exception {
        Path page = folder.resolve("demo.html");
        CommandResult demo =
                simulator.run(LIMIT, "demo", "--fast", "--report", page.toString()).expectExit(0);

        System.out.print(demo.stdout());
        assertThat(demo.stdout())
                .contains("Nothing was lost, and no token ever had two pollers.")
                .containsPattern("weixin .* never")
                .containsPattern("feishu .* never")
                .containsPattern("telegram .* never")
                .containsPattern("restart while Weixin .* s .* s .* s")
                .containsPattern("SIGKILL.* s .* s .* s")
                .containsPattern("run --replace .* s .* s .* s")
                .contains("Timeline: " + page);
        assertThat(page).content().contains("Kernel lock", "Token", "SIGKILL", "--replace");
        Files.delete(page);
        assertLeftNothing();
    }

    @Test
    void endsInOrderWhenAskedInTheMiddle() throws Exception {
        RunningProcess demo = simulator.start("demo", "--fast");
        demo.awaitLine("gateway restart", LIMIT);

        demo.kill(Signal.TERM);

        assertThat(demo.awaitExit(LIMIT)).isEqualTo(130);
        assertThat(demo.stderr()).last().isEqualTo("Interrupted.");
        assertLeftNothing();
    }

    private void assertLeftNothing() {
        assertThat(scope.survivors()).isEmpty();
        assertThat(folder).isEmptyDirectory();
    }
}

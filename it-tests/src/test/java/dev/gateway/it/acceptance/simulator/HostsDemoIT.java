package dev.gateway.it.acceptance.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.sim.process.CommandResult;
import dev.gateway.sim.process.GatewayCommandLine;
import dev.gateway.sim.process.LauncherLocator;
import dev.gateway.sim.process.ProcessScope;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Tests that the demo keeps the promise on several hosts with a real PostgreSQL, and cleans up. */
class HostsDemoIT {

    private static final Duration LIMIT = Duration.ofMinutes(12);

    @Test
    void losesNothingWhateverHappensToAHostOrToTheDatabase() throws Exception {
        Path folder = Files.createDirectories(Path.of("target/hosts-demo")).toRealPath();
        Path page = folder.resolve("demo.html");
        try (ProcessScope scope = ProcessScope.open()) {
            CommandResult demo =
                    GatewayCommandLine.of(scope, LauncherLocator.simulator())
                            .withEnv("GATEWAY_BIN", LauncherLocator.gateway().toString())
                            .withEnv("GATEWAY_JAVA_OPTS", "-Djava.io.tmpdir=" + folder)
                            .run(LIMIT, "demo", "--fast", "--hosts", "3", "--report", "" + page)
                            .expectExit(0);

            System.out.print(demo.stdout());
            assertThat(demo.stdout())
                    .contains("Nothing was lost, and no token ever had two pollers.")
                    .containsPattern("(?m)^stop: .* s")
                    .containsPattern("(?m)^SIGKILL: after the lease .* s")
                    .containsPattern("(?m)^cut off: after the lease .* s");
            assertThat(page).content().contains("Lease", "PostgreSQL", "web-1", "web-3");
            assertThat(scope.survivors()).isEmpty();
        }
        Files.delete(page);
        try (Stream<Path> left = Files.list(folder)) {
            // The unpacked server, for the next run.
            assertThat(left)
                    .allMatch(one -> one.getFileName().toString().startsWith("gateway-sim-"));
        }
    }
}

package dev.gateway.it.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.sim.process.CommandResult;
import dev.gateway.sim.process.GatewayCommandLine;
import dev.gateway.sim.process.LauncherLocator;
import dev.gateway.sim.process.ProcessScope;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that the simulator measures the packaged gateway; the values depend on the machine. */
class BenchIT {

    private static final Duration LIMIT = Duration.ofMinutes(5);

    @Test
    void measuresEachFigureAndLeavesNothingBehind() throws Exception {
        try (ProcessScope scope = ProcessScope.open()) {
            CommandResult bench =
                    GatewayCommandLine.of(scope, LauncherLocator.simulator())
                            .withEnv("GATEWAY_BIN", LauncherLocator.gateway().toString())
                            .run(LIMIT, "bench", "--runs", "1", "--json")
                            .expectExit(0);
            System.out.print(bench.stderr());

            JsonNode figures = bench.json().path("figures");
            assertThat(figures.fieldNames())
                    .toIterable()
                    .containsExactly(
                            "start",
                            "status",
                            "help",
                            "version",
                            "stop",
                            "restart_gap",
                            "busy_restart_gap",
                            "busy_restart_answer",
                            "token_passed",
                            "token_passed_by_kill",
                            "recovery",
                            "recovery_by_start",
                            "messages",
                            "memory",
                            "idle_memory",
                            "idle_dirty");
            figures.forEach(
                    figure -> {
                        assertThat(figure.path("values")).as("%s", figure).hasSize(1);
                        assertThat(figure.path("median").asDouble()).as("%s", figure).isPositive();
                    });
            assertThat(scope.survivors()).isEmpty();
        }
    }

    @Test
    void measuresALoadAndComparesItWithAFormerOne(@TempDir Path folder) throws Exception {
        try (ProcessScope scope = ProcessScope.open()) {
            GatewayCommandLine simulator =
                    GatewayCommandLine.of(scope, LauncherLocator.simulator())
                            .withEnv("GATEWAY_BIN", LauncherLocator.gateway().toString());
            CommandResult load = simulator.run(LIMIT, load("--cpus", "4")).expectExit(0);
            JsonNode figures = load.json().path("figures");
            assertThat(figures.path("load_rate").path("median").asDouble()).isPositive();
            assertThat(figures.path("load_cpu").path("floor").asDouble()).isPositive();
            assertThat(figures.path("load_commits").path("median").asDouble()).isPositive();

            // A former gateway that took next to nothing: whatever is measured now is worse.
            ObjectNode former = (ObjectNode) load.json();
            ((ObjectNode) former.path("figures").path("load_cpu")).put("median", 0.000001);
            Path file = Files.writeString(folder.resolve("former.json"), former.toString());
            CommandResult worse =
                    simulator.run(LIMIT, load("--cpus", "4", "--compare", file.toString()));
            assertThat(worse.exit()).as("%s", worse).isEqualTo(1);
            assertThat(worse.stderr()).contains("load_cpu");
            assertThat(scope.survivors()).isEmpty();
        }
    }

    private static String[] load(String... more) {
        return Stream.concat(
                        Stream.of("bench", "--bots", "2", "--chats", "2", "--runs", "1"),
                        Stream.concat(
                                Stream.of("--warm-up", "500", "--length", "2000", "--json"),
                                Stream.of(more)))
                .toArray(String[]::new);
    }
}

package dev.gateway.it.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gateway.sim.process.CommandResult;
import dev.gateway.sim.process.GatewayCommandLine;
import dev.gateway.sim.process.LauncherLocator;
import dev.gateway.sim.process.ProcessScope;
import java.time.Duration;
import org.junit.jupiter.api.Test;

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
                            "stop",
                            "restart_gap",
                            "token_passed",
                            "token_passed_by_kill",
                            "recovery",
                            "recovery_by_start",
                            "messages",
                            "memory");
            figures.forEach(
                    figure -> {
                        assertThat(figure.path("values")).as("%s", figure).hasSize(1);
                        assertThat(figure.path("median").asDouble()).as("%s", figure).isPositive();
                    });
            assertThat(scope.survivors()).isEmpty();
        }
    }
}

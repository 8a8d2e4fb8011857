package dev.gateway.it.acceptance.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.sim.process.CommandResult;
import dev.gateway.sim.process.GatewayCommandLine;
import dev.gateway.sim.process.LauncherLocator;
import dev.gateway.sim.process.ProcessScope;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that {@code gateway-sim serve --detach} returns when it listens, with a complete config.
 */
class DetachedServeIT {

    private static final Duration LIMIT = Duration.ofMinutes(2);

    @TempDir Path folder;
    private ProcessScope scope;
    private GatewayCommandLine simulator;

    @BeforeEach
    void open() {
        scope = ProcessScope.open();
        simulator = GatewayCommandLine.of(scope, LauncherLocator.simulator()).inDirectory(folder);
    }

    @AfterEach
    void close() {
        scope.close();
    }

    @Test
    void returnsWhenAGatewayCanUseItAndIsStoppedByItsConfig() throws Exception {
        CommandResult served =
                simulator
                        .run(LIMIT, "serve", "--detach", "--write-config", "fake.yaml")
                        .expectExit(0);

        assertThat(served.stdout()).contains("To stop it: gateway-sim serve --stop fake.yaml");
        assertThat(scope.survivors()).hasSize(1);
        GatewayCommandLine.gateway(scope)
                .inDirectory(folder)
                .run(LIMIT, "config", "check", "--config", "fake.yaml")
                .expectExit(0);

        simulator.run(LIMIT, "serve", "--stop", "fake.yaml").expectExit(0);
        assertThat(scope.survivors()).isEmpty();

        CommandResult again = simulator.run(LIMIT, "serve", "--stop", "fake.yaml").expectExit(0);
        assertThat(again.stdout()).contains("are served no more");
    }

    @Test
    void aConfigOfSomethingElseIsNeitherReplacedNorTakenForItsOwn() throws Exception {
        Path yours = Files.writeString(folder.resolve("config.yaml"), "handler: {type: echo}\n");

        CommandResult served =
                simulator.run(LIMIT, "serve", "--detach", "--write-config", "config.yaml");
        CommandResult stopped = simulator.run(LIMIT, "serve", "--stop", "config.yaml");

        assertThat(served.exit()).as(served.toString()).isEqualTo(73);
        assertThat(served.stderr()).contains("was not written by 'gateway-sim serve'");
        assertThat(stopped.exit()).as(stopped.toString()).isEqualTo(73);
        assertThat(yours).hasContent("handler: {type: echo}");
        assertThat(scope.survivors()).isEmpty();
    }

    @Test
    void withoutAConfigNoCommandCouldStopIt() throws Exception {
        CommandResult served = simulator.run(LIMIT, "serve", "--detach");

        assertThat(served.exit()).as(served.toString()).isEqualTo(64);
        assertThat(served.stderr()).contains("--write-config");
    }
}

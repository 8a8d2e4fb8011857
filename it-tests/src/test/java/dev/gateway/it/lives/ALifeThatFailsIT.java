package dev.gateway.it.lives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.gateway.sim.process.GatewayCommand;
import dev.gateway.sim.process.Launchers;
import dev.gateway.sim.process.ProcessScope;
import dev.gateway.sim.process.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** What is left of a life that fails: its one necessary part, as a file that shows it again. */
class ALifeThatFailsIT {

    private static final Duration LIMIT = Duration.ofMinutes(3);

    @TempDir Path database;

    @BeforeEach
    @AfterEach
    void clear() throws IOException {
        Files.deleteIfExists(PlantedLives.FOUND.scenario());
        if (!Files.exists(PlantedLives.FOLDER)) {
            return;
        }
        try (Stream<Path> all = Files.walk(PlantedLives.FOLDER)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }

    @Test
    void isShortenedAndCanBePlayedAgain() throws Exception {
        TestExecutionSummary summary = run();

        List<TestExecutionSummary.Failure> failures = summary.getFailures();
        assertThat(failures).hasSize(1);
        assertThat(failures.get(0).getException())
                .hasMessageContaining("start")
                .hasMessageContaining("race lost")
                .hasMessageContaining(PlantedLives.FOUND.command())
                .hasMessageContaining("timeline:");
        assertThat(PlantedLives.FOUND.scenario()).content().contains("GOOD, then [KILL]");

        Result again = replay();
        assertThat(again.exit()).as("%s", again).isEqualTo(1);
        assertThat(again.stdout()).contains("✗ start: ").contains("race lost");
    }

    private TestExecutionSummary run() {
        var listener = new SummaryGeneratingListener();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectClass(PlantedLives.class))
                                .configurationParameter(
                                        "jqwik.database", database.resolve("seeds").toString())
                                .build(),
                        listener);
        return listener.getSummary();
    }

    /** As it is told to those who meet it. */
    private static Result replay() throws InterruptedException {
        try (ProcessScope scope = ProcessScope.open()) {
            return GatewayCommand.of(scope, Launchers.simulator())
                    .withEnv("GATEWAY_BIN", Launchers.gateway().toString())
                    .run(LIMIT, "run", PlantedLives.FOUND.scenario().toString());
        }
    }
}

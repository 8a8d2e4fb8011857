package dev.gateway.it.randomruns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.gateway.it.fixture.FileTrees;
import dev.gateway.sim.process.CommandResult;
import dev.gateway.sim.process.GatewayCommandLine;
import dev.gateway.sim.process.LauncherLocator;
import dev.gateway.sim.process.ProcessScope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/**
 * Checks the artifacts of a run that fails: its one necessary step, as a file that reproduces the
 * failure.
 */
class FailingRunIT {

    private static final Duration LIMIT = Duration.ofMinutes(3);

    @TempDir Path database;

    @BeforeEach
    @AfterEach
    void clear() throws IOException {
        Files.deleteIfExists(SeededDefectRuns.ARTIFACTS.file());
        FileTrees.delete(SeededDefectRuns.FOLDER);
    }

    @Test
    void isShortenedAndCanBeRunAgain() throws Exception {
        TestExecutionSummary summary = run();

        List<TestExecutionSummary.Failure> failures = summary.getFailures();
        assertThat(failures).hasSize(1);
        assertThat(failures.get(0).getException())
                .hasMessageContaining("start")
                .hasMessageContaining("race lost")
                .hasMessageContaining(SeededDefectRuns.ARTIFACTS.command())
                .hasMessageContaining("timeline:");
        assertThat(SeededDefectRuns.ARTIFACTS.file()).content().contains("GOOD, then [KILL]");

        CommandResult again = replay();
        assertThat(again.exit()).as("%s", again).isEqualTo(1);
        assertThat(again.stdout()).contains("✗ start: ").contains("race lost");
    }

    private TestExecutionSummary run() {
        var listener = new SummaryGeneratingListener();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectClass(SeededDefectRuns.class))
                                .configurationParameter(
                                        "jqwik.database", database.resolve("seeds").toString())
                                .build(),
                        listener);
        return listener.getSummary();
    }

    /** Runs the command that the failure message names. */
    private static CommandResult replay() throws InterruptedException {
        try (ProcessScope scope = ProcessScope.open()) {
            return GatewayCommandLine.of(scope, LauncherLocator.simulator())
                    .withEnv("GATEWAY_BIN", LauncherLocator.gateway().toString())
                    .run(LIMIT, "run", SeededDefectRuns.ARTIFACTS.file().toString());
        }
    }
}

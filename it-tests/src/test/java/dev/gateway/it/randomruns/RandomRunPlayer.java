package dev.gateway.it.randomruns;

import dev.gateway.sim.process.Workspace;
import dev.gateway.sim.runner.ExpectationResult;
import dev.gateway.sim.runner.ProgramLocator;
import dev.gateway.sim.runner.RunReport;
import dev.gateway.sim.runner.ScenarioRunner;
import dev.gateway.sim.scenario.Scenario;
import dev.gateway.sim.scenario.ScenarioWriter;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;

/**
 * Executes random runs with real processes.
 *
 * @param program the gateway under test: {@code gateway}, or a path
 * @param artifacts the place for a run that fails
 */
record RandomRunPlayer(String program, FailureArtifacts artifacts) {

    /**
     * Executes one run.
     *
     * @throws AssertionError if it fails, with the failure, the scenario and the command that runs
     *     it again
     */
    void play(RandomRun randomRun) throws IOException, InterruptedException {
        long began = System.nanoTime();
        Scenario scenario = randomRun.scenario(program);
        Optional<String> broken = broken(scenario);
        System.out.printf(
                Locale.ROOT,
                "%-6s %5.1f s  %s%n",
                broken.isEmpty() ? "held" : "BROKEN",
                (System.nanoTime() - began) / 1e9,
                randomRun);
        if (broken.isPresent()) {
            // jqwik shrinks as long as the same line fails, so there is only this one.
            throw new AssertionError(
                    "%s%nin the run: %s%nPlay it again with: %s%n%n%s"
                            .formatted(
                                    broken.get(),
                                    randomRun,
                                    artifacts.command(),
                                    ScenarioWriter.yaml(scenario)));
        }
    }

    private Optional<String> broken(Scenario scenario) throws IOException, InterruptedException {
        ScenarioRunner run = new ScenarioRunner(new ProgramLocator(Optional.empty()), words -> {});
        try (Workspace workspace = Workspace.open("random-run")) {
            RunReport report = run.run(scenario, workspace, 1);
            if (report.good()) {
                return Optional.empty();
            }
            artifacts.write(scenario, report, workspace.folder());
            return report.failure()
                    .or(
                            () ->
                                    report.results().stream()
                                            .filter(one -> !one.satisfied())
                                            .map(ExpectationResult::line)
                                            .findFirst());
        }
    }
}

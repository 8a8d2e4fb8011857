package dev.gateway.it.lives;

import dev.gateway.sim.play.Programs;
import dev.gateway.sim.play.RunReport;
import dev.gateway.sim.play.ScenarioRun;
import dev.gateway.sim.play.Verdict;
import dev.gateway.sim.scenario.Scenario;
import dev.gateway.sim.scenario.ScenarioWriter;
import dev.gateway.sim.stage.Stage;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;

/**
 * Plays lives with real processes.
 *
 * @param program the gateway that lives them: {@code gateway}, or a path
 * @param found where one that fails is left
 */
record LifeCheck(String program, Found found) {

    /**
     * Plays one.
     *
     * @throws AssertionError if it fails, with what broke, its scenario and how to play it again
     */
    void play(Life life) throws IOException, InterruptedException {
        long began = System.nanoTime();
        Scenario scenario = life.scenario(program);
        Optional<String> broken = broken(scenario);
        System.out.printf(
                Locale.ROOT,
                "%-6s %5.1f s  %s%n",
                broken.isEmpty() ? "held" : "BROKEN",
                (System.nanoTime() - began) / 1e9,
                life);
        if (broken.isPresent()) {
            // jqwik shortens as long as the same line fails, so there is but this one.
            throw new AssertionError(
                    "%s%nin the life: %s%nPlay it again with: %s%n%n%s"
                            .formatted(
                                    broken.get(),
                                    life,
                                    found.command(),
                                    ScenarioWriter.yaml(scenario)));
        }
    }

    private Optional<String> broken(Scenario scenario) throws IOException, InterruptedException {
        ScenarioRun run = new ScenarioRun(new Programs(Optional.empty()), words -> {});
        try (Stage stage = Stage.open("life")) {
            RunReport report = run.play(scenario, stage, 1);
            if (report.good()) {
                return Optional.empty();
            }
            found.write(scenario, report, stage.folder());
            return report.failure()
                    .or(
                            () ->
                                    report.verdicts().stream()
                                            .filter(one -> !one.held())
                                            .map(Verdict::line)
                                            .findFirst());
        }
    }
}

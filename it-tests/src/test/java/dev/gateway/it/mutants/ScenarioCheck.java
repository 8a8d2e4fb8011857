package dev.gateway.it.mutants;

import dev.gateway.sim.play.Programs;
import dev.gateway.sim.play.RunReport;
import dev.gateway.sim.play.ScenarioRun;
import dev.gateway.sim.play.Verdict;
import dev.gateway.sim.scenario.Scenario;
import dev.gateway.sim.stage.Stage;
import java.nio.file.Path;
import java.util.Optional;

/** A scenario, played with real processes. */
record ScenarioCheck(Scenario scenario) implements Check {

    @Override
    public String name() {
        return "scenario: " + scenario.title();
    }

    @Override
    public Optional<String> complaint(Code code, Path folder) throws Exception {
        ScenarioRun run = new ScenarioRun(new Programs(Optional.of(code.launcher())), words -> {});
        try (Stage stage = Stage.open("mutant")) {
            RunReport report = run.play(scenario, stage, 1);
            if (report.failure().isPresent()) {
                return report.failure().map(ScenarioCheck::firstLine);
            }
            return report.verdicts().stream()
                    .filter(verdict -> !verdict.held())
                    .map(Verdict::line)
                    .findFirst();
        }
    }

    private static String firstLine(String text) {
        return text.strip().lines().findFirst().orElse("");
    }
}

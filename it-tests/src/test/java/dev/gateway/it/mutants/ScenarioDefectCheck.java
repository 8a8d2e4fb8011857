package dev.gateway.it.mutants;

import dev.gateway.sim.process.Workspace;
import dev.gateway.sim.runner.ExpectationResult;
import dev.gateway.sim.runner.ProgramLocator;
import dev.gateway.sim.runner.RunReport;
import dev.gateway.sim.runner.ScenarioRunner;
import dev.gateway.sim.scenario.Scenario;
import java.nio.file.Path;
import java.util.Optional;

/** A check by a scenario with real processes. */
record ScenarioDefectCheck(Scenario scenario) implements DefectCheck {

    @Override
    public String name() {
        return "scenario: " + scenario.title();
    }

    @Override
    public Optional<String> detectDefect(GatewayUnderTest underTest, Path folder) throws Exception {
        ScenarioRunner run =
                new ScenarioRunner(
                        new ProgramLocator(Optional.of(underTest.launcher())), words -> {});
        try (Workspace workspace = Workspace.open("mutant")) {
            RunReport report = run.run(scenario, workspace, 1);
            if (report.failure().isPresent()) {
                return report.failure().map(ScenarioDefectCheck::firstLine);
            }
            return report.results().stream()
                    .filter(result -> !result.satisfied())
                    .map(ExpectationResult::line)
                    .findFirst();
        }
    }

    private static String firstLine(String text) {
        return text.strip().lines().findFirst().orElse("");
    }
}

package dev.gateway.sim.runner;

import dev.gateway.sim.process.ExpectationFailedException;
import dev.gateway.sim.process.Workspace;
import dev.gateway.sim.scenario.Expectation;
import dev.gateway.sim.scenario.Scenario;
import dev.gateway.sim.scenario.ScenarioWriter;
import dev.gateway.sim.scenario.Step;
import dev.gateway.sim.timeline.RunRecorder;
import dev.gateway.sim.timeline.Timeline;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;

/** Runner of scenarios. Each object runs one at a time. */
public final class ScenarioRunner {

    private final ProgramLocator programs;
    private final Consumer<String> progress;

    /**
     * Creates a runner.
     *
     * @param programs the gateway programs and fake platforms
     * @param progress receives one line for each step
     */
    public ScenarioRunner(ProgramLocator programs, Consumer<String> progress) {
        this.programs = programs;
        this.progress = progress;
    }

    /**
     * Runs a scenario to its end, or to the first step that fails. No process of it is left
     * afterwards.
     *
     * @param workspace the place for homes and processes
     * @param seed the seed of the random choices
     * @throws ExpectationFailedException if a program is missing
     */
    public RunReport run(Scenario scenario, Workspace workspace, long seed)
            throws InterruptedException {
        try (RunRecorder recorder = RunRecorder.start();
                ScenarioEnvironment environment =
                        ScenarioEnvironment.of(scenario, programs, workspace, recorder)) {
            ExpectationChecker checker = new ExpectationChecker(environment);
            StepExecutor executor = new StepExecutor(environment, checker, new Random(seed));
            Optional<String> failure = runSteps(scenario, executor, recorder);
            if (failure.isEmpty()) {
                conclude(scenario, checker, recorder);
            }
            recorder.endStep();
            return report(scenario, seed, environment, checker, failure);
        }
    }

    private Optional<String> runSteps(
            Scenario scenario, StepExecutor executor, RunRecorder recorder)
            throws InterruptedException {
        for (Step step : scenario.timeline()) {
            String text = ScenarioWriter.word((Record) step);
            recorder.beginStep(text);
            progress.accept(text);
            try {
                executor.execute(step);
            } catch (ExpectationFailedException e) {
                return Optional.of(text + ": " + e.getMessage());
            }
        }
        return Optional.empty();
    }

    private void conclude(Scenario scenario, ExpectationChecker checker, RunRecorder recorder)
            throws InterruptedException {
        if (scenario.expect().isEmpty()) {
            return;
        }
        recorder.beginStep("what came of it");
        for (Expectation expectation : scenario.expect()) {
            ExpectationResult result = checker.check(expectation);
            progress.accept((result.satisfied() ? "✓ " : "✗ ") + result.line());
        }
    }

    private static RunReport report(
            Scenario scenario,
            long seed,
            ScenarioEnvironment environment,
            ExpectationChecker checker,
            Optional<String> failure) {
        List<PlatformSummary> summaries = new ArrayList<>();
        environment
                .platforms()
                .forEach((name, one) -> summaries.add(PlatformSummary.of(name, one)));
        List<Timeline.Finding> findings = new ArrayList<>();
        failure.ifPresent(text -> findings.add(new Timeline.Finding(false, text)));
        checker.results()
                .forEach(one -> findings.add(new Timeline.Finding(one.satisfied(), one.line())));
        summaries.forEach(one -> findings.add(new Timeline.Finding(true, one.line())));
        boolean good =
                failure.isEmpty()
                        && checker.results().stream().allMatch(ExpectationResult::satisfied);
        Timeline timeline = environment.recorder().timeline(scenario.title(), scenario.about());
        return new RunReport(
                scenario.name(),
                scenario.title(),
                seed,
                checker.results(),
                failure,
                summaries,
                timeline.length(),
                timeline.concluded(good, findings));
    }
}

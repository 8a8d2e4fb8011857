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

/** Plays scenarios. One at a time for each object. */
public final class ScenarioRunner {

    private final ProgramLocator programs;
    private final Consumer<String> progress;

    /**
     * A way to play them.
     *
     * @param programs where the gateways are
     * @param progress is told what goes on, a line a step
     */
    public ScenarioRunner(ProgramLocator programs, Consumer<String> progress) {
        this.programs = programs;
        this.progress = progress;
    }

    /**
     * Plays one to its end, or to the first step that cannot be done. Whatever was started is gone
     * afterwards.
     *
     * @param workspace where homes are made and processes started
     * @param seed decides what is left to chance
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

package dev.gateway.sim.play;

import dev.gateway.sim.process.ExpectationFailed;
import dev.gateway.sim.scenario.Expectation;
import dev.gateway.sim.scenario.Scenario;
import dev.gateway.sim.scenario.ScenarioWriter;
import dev.gateway.sim.scenario.Step;
import dev.gateway.sim.stage.Stage;
import dev.gateway.sim.timeline.Timeline;
import dev.gateway.sim.timeline.Watch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;

/** Plays scenarios. One at a time for each object. */
public final class ScenarioRun {

    private final Programs programs;
    private final Consumer<String> progress;

    /**
     * A way to play them.
     *
     * @param programs where the gateways are
     * @param progress is told what goes on, a line a step
     */
    public ScenarioRun(Programs programs, Consumer<String> progress) {
        this.programs = programs;
        this.progress = progress;
    }

    /**
     * Plays one to its end, or to the first step that cannot be done. Whatever was started is gone
     * afterwards.
     *
     * @param stage where homes are made and processes started
     * @param seed decides what is left to chance
     * @throws ExpectationFailed if a program is missing
     */
    public RunReport play(Scenario scenario, Stage stage, long seed) throws InterruptedException {
        try (Watch watch = Watch.start();
                Cast cast = Cast.of(scenario, programs, stage, watch)) {
            Judge judge = new Judge(cast);
            StepPlayer player = new StepPlayer(cast, judge, new Random(seed));
            Optional<String> failure = story(scenario, player, watch);
            if (failure.isEmpty()) {
                conclude(scenario, judge, watch);
            }
            watch.endAct();
            return report(scenario, seed, cast, judge, failure);
        }
    }

    private Optional<String> story(Scenario scenario, StepPlayer player, Watch watch)
            throws InterruptedException {
        for (Step step : scenario.timeline()) {
            String words = ScenarioWriter.word((Record) step);
            watch.act(words);
            progress.accept(words);
            try {
                player.play(step);
            } catch (ExpectationFailed e) {
                return Optional.of(words + ": " + e.getMessage());
            }
        }
        return Optional.empty();
    }

    private void conclude(Scenario scenario, Judge judge, Watch watch) throws InterruptedException {
        if (scenario.expect().isEmpty()) {
            return;
        }
        watch.act("what came of it");
        for (Expectation expectation : scenario.expect()) {
            Verdict verdict = judge.judge(expectation);
            progress.accept((verdict.held() ? "✓ " : "✗ ") + verdict.line());
        }
    }

    private static RunReport report(
            Scenario scenario, long seed, Cast cast, Judge judge, Optional<String> failure) {
        List<PlatformFigures> figures = new ArrayList<>();
        cast.platforms().forEach((name, one) -> figures.add(PlatformFigures.of(name, one)));
        List<Timeline.Finding> findings = new ArrayList<>();
        failure.ifPresent(text -> findings.add(new Timeline.Finding(false, text)));
        judge.verdicts().forEach(one -> findings.add(new Timeline.Finding(one.held(), one.line())));
        figures.forEach(one -> findings.add(new Timeline.Finding(true, one.line())));
        boolean good = failure.isEmpty() && judge.verdicts().stream().allMatch(Verdict::held);
        Timeline timeline = cast.watch().timeline(scenario.title(), scenario.about());
        return new RunReport(
                scenario.name(),
                scenario.title(),
                seed,
                judge.verdicts(),
                failure,
                figures,
                timeline.length(),
                timeline.concluded(good, findings));
    }
}

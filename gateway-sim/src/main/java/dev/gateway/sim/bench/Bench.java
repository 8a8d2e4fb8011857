package dev.gateway.sim.bench;

import dev.gateway.sim.process.ExpectationFailed;
import dev.gateway.sim.process.Signal;
import dev.gateway.sim.referee.Overlap;
import dev.gateway.sim.stage.Progress;
import dev.gateway.sim.stage.Stage;
import dev.gateway.sim.telegram.FakeTelegram;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Runs all rounds, one after the other. */
final class Bench {

    private final Path launcher;
    private final int runs;
    private final Progress progress;

    /** Measures this launcher so many times. */
    Bench(Path launcher, int runs, Progress progress) {
        this.launcher = launcher;
        this.runs = runs;
        this.progress = progress;
    }

    /**
     * Measures everything.
     *
     * @throws ExpectationFailed if a gateway did not do as expected, or if a token had two pollers
     */
    BenchReport run(Stage stage) throws InterruptedException {
        Machine machine = Machine.now(launcher);
        var values = new EnumMap<Figure, List<Double>>(Figure.class);
        try (FakeTelegram telegram = FakeTelegram.start()) {
            Bed bed = new Bed(stage, launcher, telegram);
            progress.now("warm-up");
            new LifeRound(bed).measure();
            for (Round round : rounds(bed)) {
                measure(round, telegram, values);
            }
        } finally {
            progress.clear();
        }
        var samples = new EnumMap<Figure, Sample>(Figure.class);
        values.forEach((figure, all) -> samples.put(figure, new Sample(all)));
        return new BenchReport(machine.atEnd(), samples);
    }

    private static List<Round> rounds(Bed bed) {
        return List.of(
                new LifeRound(bed),
                new RestartRound(bed),
                new TokenRound(bed, Signal.TERM),
                new TokenRound(bed, Signal.KILL),
                new RecoveryRound(bed),
                new RecoveryByStartRound(bed),
                new ChatRound(bed));
    }

    private void measure(Round round, FakeTelegram telegram, Map<Figure, List<Double>> values)
            throws InterruptedException {
        telegram.referee().forget();
        progress.now(round.title());
        round.prepare();
        var measured = new EnumMap<Figure, List<Double>>(Figure.class);
        for (int run = 1; run <= runs; run++) {
            progress.now(round.title() + "  " + run + "/" + runs);
            round.measure()
                    .forEach(
                            (figure, value) ->
                                    measured.computeIfAbsent(figure, key -> new ArrayList<>())
                                            .add(value));
        }
        round.end();
        expectOnePoller(round, telegram);
        measured.forEach(
                (figure, all) ->
                        progress.line(
                                figure.title()
                                        + ": "
                                        + figure.unit().text(new Sample(all).median())));
        values.putAll(measured);
    }

    private static void expectOnePoller(Round round, FakeTelegram telegram) {
        List<Overlap> violations = telegram.referee().violations();
        if (!violations.isEmpty()) {
            throw new ExpectationFailed(
                    round.title()
                            + ": the token had two pollers at once: "
                            + violations.get(0).first().client()
                            + " and "
                            + violations.get(0).second().client());
        }
    }
}

package dev.gateway.sim.bench;

import dev.gateway.sim.console.ProgressPrinter;
import dev.gateway.sim.process.ExpectationFailedException;
import dev.gateway.sim.process.Signal;
import dev.gateway.sim.process.Workspace;
import dev.gateway.sim.referee.PollOverlap;
import dev.gateway.sim.telegram.FakeTelegram;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** All benchmarks, run one after the other. */
final class BenchmarkSuite {

    private final Path launcher;
    private final int runs;
    private final ProgressPrinter progress;

    /** Creates a suite that measures this launcher so many times. */
    BenchmarkSuite(Path launcher, int runs, ProgressPrinter progress) {
        this.launcher = launcher;
        this.runs = runs;
        this.progress = progress;
    }

    /**
     * Runs all benchmarks.
     *
     * @throws ExpectationFailedException if a gateway did not do as expected, or if a token had two
     *     pollers
     */
    BenchReport run(Workspace workspace) throws InterruptedException {
        HostInfo host = HostInfo.now(launcher);
        var values = new EnumMap<Metric, List<Double>>(Metric.class);
        try (FakeTelegram telegram = FakeTelegram.start()) {
            BenchEnvironment environment = new BenchEnvironment(workspace, launcher, telegram);
            progress.now("warm-up");
            new LifecycleBenchmark(environment).measure();
            for (Benchmark benchmark : benchmarks(environment)) {
                measure(benchmark, telegram, values);
            }
        } finally {
            progress.clear();
        }
        var samples = new EnumMap<Metric, Sample>(Metric.class);
        values.forEach((metric, all) -> samples.put(metric, new Sample(all)));
        return new BenchReport(host.atEnd(), samples);
    }

    private static List<Benchmark> benchmarks(BenchEnvironment environment) {
        return List.of(
                new LifecycleBenchmark(environment),
                new RestartBenchmark(environment),
                new TokenHandoverBenchmark(environment, Signal.TERM),
                new TokenHandoverBenchmark(environment, Signal.KILL),
                new ForegroundRecoveryBenchmark(environment),
                new BackgroundRecoveryBenchmark(environment),
                new ChatBenchmark(environment));
    }

    private void measure(
            Benchmark benchmark, FakeTelegram telegram, Map<Metric, List<Double>> values)
            throws InterruptedException {
        telegram.referee().forget();
        progress.now(benchmark.title());
        benchmark.prepare();
        var measured = new EnumMap<Metric, List<Double>>(Metric.class);
        for (int run = 1; run <= runs; run++) {
            progress.now(benchmark.title() + "  " + run + "/" + runs);
            benchmark
                    .measure()
                    .forEach(
                            (metric, value) ->
                                    measured.computeIfAbsent(metric, key -> new ArrayList<>())
                                            .add(value));
        }
        benchmark.end();
        expectOnePoller(benchmark, telegram);
        measured.forEach(
                (metric, all) ->
                        progress.line(
                                metric.title()
                                        + ": "
                                        + metric.unit().text(new Sample(all).median())));
        values.putAll(measured);
    }

    private static void expectOnePoller(Benchmark benchmark, FakeTelegram telegram) {
        List<PollOverlap> violations = telegram.referee().violations();
        if (!violations.isEmpty()) {
            throw new ExpectationFailedException(
                    benchmark.title()
                            + ": the token had two pollers at once: "
                            + violations.get(0).first().client()
                            + " and "
                            + violations.get(0).second().client());
        }
    }
}

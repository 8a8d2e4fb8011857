package dev.gateway.sim.bench;

import dev.gateway.sim.bench.limit.MachineLimit;
import dev.gateway.sim.bench.usage.SystemCallCounter;
import dev.gateway.sim.console.ProgressPrinter;
import dev.gateway.sim.fleet.BotFleet;
import dev.gateway.sim.fleet.IdealClient;
import dev.gateway.sim.fleet.LoadWindow;
import dev.gateway.sim.process.ExpectationFailedException;
import dev.gateway.sim.process.Signal;
import dev.gateway.sim.process.Workspace;
import dev.gateway.sim.referee.PollOverlap;
import dev.gateway.sim.telegram.FakeTelegram;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** All benchmarks, run one after the other. */
final class BenchmarkSuite {

    /** The scene of the figures of one bot. */
    static final String SUITE = "one bot";

    private static final int CONVERSATIONS = 20;
    private static final Duration CEILING = Duration.ofSeconds(1);

    private final MeasuredGateway gateway;
    private final int runs;
    private final ProgressPrinter progress;
    private final Map<Metric, List<Double>> values = new EnumMap<>(Metric.class);
    private final Map<MachineLimit, List<Double>> limits = new EnumMap<>(MachineLimit.class);
    private final List<String> notes = new ArrayList<>();

    /** What is done before a run. */
    private interface Preparation {
        void run() throws InterruptedException;
    }

    /** Creates a suite that measures this gateway so many times. */
    BenchmarkSuite(MeasuredGateway gateway, int runs, ProgressPrinter progress) {
        this.gateway = gateway;
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
        HostInfo host = HostInfo.now(gateway.launcher());
        try (FakeTelegram telegram = FakeTelegram.start()) {
            BenchEnvironment environment = new BenchEnvironment(workspace, gateway, telegram);
            progress.now("warm-up");
            new LifecycleBenchmark(environment).measure();
            for (int run = 0; run < runs; run++) {
                measureFloors(workspace, CONVERSATIONS);
            }
            for (Benchmark benchmark : benchmarks(environment)) {
                telegram.referee().forget();
                measure(benchmark);
                expectOnePoller(benchmark, telegram);
            }
        } finally {
            progress.clear();
        }
        return report(SUITE, host, TargetOverrides.ofSuite(Runtime.version().feature()));
    }

    /**
     * Measures one gateway with this many bots.
     *
     * @throws ExpectationFailedException as {@link #run}
     */
    BenchReport runFleet(Workspace workspace, int bots) throws InterruptedException {
        HostInfo host = HostInfo.now(gateway.launcher());
        try (BotFleet fleet = BotFleet.start(bots)) {
            for (int run = 0; run < runs; run++) {
                measureFloors(workspace, CONVERSATIONS);
            }
            measure(new FleetBenchmark(workspace, gateway, fleet, bots));
        } finally {
            progress.clear();
        }
        return report(
                fleet(bots), host, TargetOverrides.ofFleet(bots, Runtime.version().feature()));
    }

    /**
     * Measures one gateway under load.
     *
     * @throws ExpectationFailedException if a message was not answered exactly once, in order
     */
    BenchReport runLoad(Workspace workspace, LoadScene scene) throws InterruptedException {
        HostInfo host = HostInfo.now(gateway.launcher());
        boolean countsCalls = SystemCallCounter.isAvailable();
        try {
            progress.now("the fake's own ceiling");
            LoadWindow ceiling = IdealClient.ceiling(scene.bots(), scene.chats(), CEILING);
            progress.line(
                    String.format(
                            Locale.ROOT,
                            "the fake with an ideal client: %.0f messages/s",
                            ceiling.perSecond()));
            values.put(Metric.LOAD_CEILING, List.of(ceiling.perSecond()));
            measure(
                    new ThroughputBenchmark(workspace, gateway, scene, countsCalls),
                    () -> measureFloors(workspace, scene.conversations()));
        } finally {
            progress.clear();
        }
        if (!countsCalls) {
            notes.add(
                    "futex, fsync and pwrite: not measured, there is no perf here, or it may not"
                            + " trace (root may)");
        }
        return report(scene.title(), host, TargetOverrides.of(scene));
    }

    private void measureFloors(Workspace workspace, int conversations) throws InterruptedException {
        progress.now("the machine's own limits");
        MachineLimit.measureAll(workspace.folder(), conversations)
                .forEach(
                        (limit, value) ->
                                limits.computeIfAbsent(limit, key -> new ArrayList<>()).add(value));
    }

    /** Returns the scene of a fleet. */
    static String fleet(int bots) {
        return bots + " bots";
    }

    private BenchReport report(String scene, HostInfo host, Map<Metric, Double> targets) {
        return new BenchReport(
                scene, host.atEnd(), samples(values), targets, samples(limits), notes);
    }

    private static <K> Map<K, Sample> samples(Map<K, List<Double>> values) {
        return values.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, one -> new Sample(one.getValue())));
    }

    private static List<Benchmark> benchmarks(BenchEnvironment environment) {
        return List.of(
                new LifecycleBenchmark(environment),
                new RestartBenchmark(environment),
                new BusyRestartBenchmark(environment),
                new TokenHandoverBenchmark(environment, Signal.TERM),
                new TokenHandoverBenchmark(environment, Signal.KILL),
                new ForegroundRecoveryBenchmark(environment),
                new BackgroundRecoveryBenchmark(environment),
                new ChatBenchmark(environment));
    }

    private void measure(Benchmark benchmark) throws InterruptedException {
        measure(benchmark, () -> {});
    }

    /** Measures; what comes before each run sees the same disturbances as the run. */
    private void measure(Benchmark benchmark, Preparation beforeRun) throws InterruptedException {
        progress.now(benchmark.title());
        benchmark.prepare();
        var measured = new EnumMap<Metric, List<Double>>(Metric.class);
        for (int run = 1; run <= runs; run++) {
            beforeRun.run();
            progress.now(benchmark.title() + "  " + run + "/" + runs);
            benchmark
                    .measure()
                    .forEach(
                            (metric, value) ->
                                    measured.computeIfAbsent(metric, key -> new ArrayList<>())
                                            .add(value));
        }
        benchmark.end();
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

package dev.gateway.sim.bench;

import dev.gateway.sim.process.Await;
import dev.gateway.sim.process.ObservedHome;
import dev.gateway.sim.process.RunningProcess;
import java.util.Map;

/** Kills a gateway in the background and starts it again, as an operator does. */
final class BackgroundRecoveryBenchmark implements Benchmark {

    private final BenchEnvironment environment;
    private final ObservedHome home;

    BackgroundRecoveryBenchmark(BenchEnvironment environment) {
        this.environment = environment;
        home = environment.newHome();
    }

    @Override
    public String title() {
        return "SIGKILL and 'start'";
    }

    @Override
    public void prepare() throws InterruptedException {
        start();
    }

    @Override
    public Map<Metric, Double> measure() throws InterruptedException {
        ProcessHandle.of(home.lockHolder().orElseThrow()).ifPresent(ProcessHandle::destroyForcibly);
        Await.until(
                () -> home.lockHolder().isEmpty(),
                BenchEnvironment.LIMIT,
                "end of what was killed");
        return Map.of(Metric.RECOVERY_BY_START, start());
    }

    private double start() throws InterruptedException {
        RunningProcess start = environment.gateway(home).start("start");
        long poll = environment.awaitPollAfterStartOf(start).startNanos();
        start.awaitResult(BenchEnvironment.LIMIT).expectExit(0);
        return BenchEnvironment.seconds(start.startedAt(), poll);
    }

    @Override
    public void end() throws InterruptedException {
        environment.gateway(home).run(BenchEnvironment.LIMIT, "stop").expectExit(0);
    }
}

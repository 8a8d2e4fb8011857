package dev.gateway.sim.bench;

import dev.gateway.sim.process.ObservedHome;
import dev.gateway.sim.process.RunningProcess;
import dev.gateway.sim.process.Signal;
import java.util.Map;

/** Kills a gateway in the foreground and starts it again, as a service manager does. */
final class ForegroundRecoveryBenchmark implements Benchmark {

    private final BenchEnvironment environment;
    private final ObservedHome home;
    private RunningProcess run;

    ForegroundRecoveryBenchmark(BenchEnvironment environment) {
        this.environment = environment;
        home = environment.newHome();
    }

    @Override
    public String title() {
        return "SIGKILL and 'run'";
    }

    @Override
    public void prepare() throws InterruptedException {
        run = environment.running(home);
    }

    @Override
    public Map<Metric, Double> measure() throws InterruptedException {
        run.kill(Signal.KILL);
        run.awaitExit(BenchEnvironment.LIMIT);
        run = environment.gateway(home).start("run");
        long poll = environment.awaitPollAfterStartOf(run).startNanos();
        home.awaitState("running", BenchEnvironment.LIMIT);
        return Map.of(Metric.RECOVERY, BenchEnvironment.seconds(run.startedAt(), poll));
    }

    @Override
    public void end() throws InterruptedException {
        BenchEnvironment.stop(run);
    }
}

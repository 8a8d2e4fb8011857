package dev.gateway.sim.bench;

import dev.gateway.sim.process.GatewayCommandLine;
import dev.gateway.sim.process.RunningProcess;
import java.time.Duration;
import java.util.Map;

/** Restarts a gateway in the background. */
final class RestartBenchmark implements Benchmark {

    private static final Duration RESTART_LIMIT = BenchEnvironment.LIMIT.multipliedBy(2);

    private final BenchEnvironment environment;
    private final GatewayCommandLine gateway;

    RestartBenchmark(BenchEnvironment environment) {
        this.environment = environment;
        gateway = environment.gateway(environment.newHome());
    }

    @Override
    public String title() {
        return "restart";
    }

    @Override
    public void prepare() throws InterruptedException {
        RunningProcess start = gateway.start("start");
        environment.awaitPollAfterStartOf(start);
        start.awaitResult(BenchEnvironment.LIMIT).expectExit(0);
    }

    @Override
    public Map<Metric, Double> measure() throws InterruptedException {
        int before = environment.handovers();
        gateway.run(RESTART_LIMIT, "restart").expectExit(0);
        return Map.of(
                Metric.RESTART_GAP,
                BenchEnvironment.seconds(environment.awaitHandover(before).gap()));
    }

    @Override
    public void end() throws InterruptedException {
        gateway.run(BenchEnvironment.LIMIT, "stop").expectExit(0);
    }
}

package dev.gateway.sim.bench;

import dev.gateway.sim.process.ObservedHome;
import dev.gateway.sim.process.RunningProcess;
import dev.gateway.sim.process.Signal;
import dev.gateway.sim.referee.TokenHandover;
import java.util.Map;

/** Lets a gateway of another home wait for the token, then ends the holder of the token. */
final class TokenHandoverBenchmark implements Benchmark {

    private final BenchEnvironment environment;
    private final Signal signal;
    private ObservedHome other;
    private ObservedHome home;
    private RunningProcess holder;

    /** Creates a benchmark that ends the holder by this signal, TERM or KILL. */
    TokenHandoverBenchmark(BenchEnvironment environment, Signal signal) {
        this.environment = environment;
        this.signal = signal;
        home = environment.newHome();
        other = environment.newHome();
    }

    @Override
    public String title() {
        return "token passed on by SIG" + signal;
    }

    @Override
    public void prepare() throws InterruptedException {
        holder = environment.running(home);
    }

    @Override
    public Map<Metric, Double> measure() throws InterruptedException {
        RunningProcess waiting = environment.gateway(other).start("run");
        other.awaitState("degraded", BenchEnvironment.LIMIT);
        int before = environment.handovers();
        long asked = System.nanoTime();
        holder.kill(signal);
        TokenHandover handover = environment.awaitHandover(before);
        holder.awaitExit(BenchEnvironment.LIMIT);
        other.awaitState("running", BenchEnvironment.LIMIT);
        changeRoles(waiting);
        return signal == Signal.KILL
                ? Map.of(
                        Metric.TOKEN_PASSED_BY_KILL,
                        BenchEnvironment.seconds(asked, handover.next().startNanos()))
                : Map.of(Metric.TOKEN_PASSED, BenchEnvironment.seconds(handover.gap()));
    }

    private void changeRoles(RunningProcess waiting) {
        holder = waiting;
        ObservedHome left = home;
        home = other;
        other = left;
    }

    @Override
    public void end() throws InterruptedException {
        BenchEnvironment.stop(holder);
    }
}

package dev.gateway.sim.bench;

import dev.gateway.sim.process.GatewayHomeDir;
import dev.gateway.sim.process.RunningProcess;
import dev.gateway.sim.process.Signal;
import java.util.Map;

/** A gateway in the foreground is killed and started again, as a supervisor does. */
final class RecoveryRound implements Round {

    private final Bed bed;
    private final GatewayHomeDir home;
    private RunningProcess run;

    RecoveryRound(Bed bed) {
        this.bed = bed;
        home = bed.newHome();
    }

    @Override
    public String title() {
        return "SIGKILL and 'run'";
    }

    @Override
    public void prepare() throws InterruptedException {
        run = bed.running(home);
    }

    @Override
    public Map<Figure, Double> measure() throws InterruptedException {
        run.kill(Signal.KILL);
        run.awaitExit(Bed.LIMIT);
        run = bed.gateway(home).start("run");
        long poll = bed.awaitPollAfterStartOf(run).startNanos();
        home.awaitState("running", Bed.LIMIT);
        return Map.of(Figure.RECOVERY, Bed.seconds(run.startedAt(), poll));
    }

    @Override
    public void end() throws InterruptedException {
        Bed.stop(run);
    }
}

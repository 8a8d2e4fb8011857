package dev.gateway.sim.bench;

import dev.gateway.sim.process.GatewayHomeDir;
import dev.gateway.sim.process.RunningProcess;
import dev.gateway.sim.stage.Await;
import java.util.Map;

/** A gateway in the background is killed and started again, as an operator does. */
final class RecoveryByStartRound implements Round {

    private final Bed bed;
    private final GatewayHomeDir home;

    RecoveryByStartRound(Bed bed) {
        this.bed = bed;
        home = bed.newHome();
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
    public Map<Figure, Double> measure() throws InterruptedException {
        ProcessHandle.of(home.lockHolder().orElseThrow()).ifPresent(ProcessHandle::destroyForcibly);
        Await.until(() -> home.lockHolder().isEmpty(), Bed.LIMIT, "end of what was killed");
        return Map.of(Figure.RECOVERY_BY_START, start());
    }

    private double start() throws InterruptedException {
        RunningProcess start = bed.gateway(home).start("start");
        long poll = bed.awaitPollAfterStartOf(start).startNanos();
        start.awaitResult(Bed.LIMIT).expectExit(0);
        return Bed.seconds(start.startedAt(), poll);
    }

    @Override
    public void end() throws InterruptedException {
        bed.gateway(home).run(Bed.LIMIT, "stop").expectExit(0);
    }
}

package dev.gateway.sim.bench;

import dev.gateway.sim.process.GatewayCommand;
import dev.gateway.sim.process.RunningProcess;
import java.time.Duration;
import java.util.Map;

/** A gateway in the background is restarted. */
final class RestartRound implements Round {

    private static final Duration RESTART_LIMIT = Bed.LIMIT.multipliedBy(2);

    private final Bed bed;
    private final GatewayCommand gateway;

    RestartRound(Bed bed) {
        this.bed = bed;
        gateway = bed.gateway(bed.newHome());
    }

    @Override
    public String title() {
        return "restart";
    }

    @Override
    public void prepare() throws InterruptedException {
        RunningProcess start = gateway.start("start");
        bed.awaitPollAfterStartOf(start);
        start.awaitResult(Bed.LIMIT).expectExit(0);
    }

    @Override
    public Map<Figure, Double> measure() throws InterruptedException {
        int before = bed.handovers();
        gateway.run(RESTART_LIMIT, "restart").expectExit(0);
        return Map.of(Figure.RESTART_GAP, Bed.seconds(bed.awaitHandover(before).gap()));
    }

    @Override
    public void end() throws InterruptedException {
        gateway.run(Bed.LIMIT, "stop").expectExit(0);
    }
}

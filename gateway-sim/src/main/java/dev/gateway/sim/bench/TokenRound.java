package dev.gateway.sim.bench;

import dev.gateway.sim.process.GatewayHomeDir;
import dev.gateway.sim.process.RunningProcess;
import dev.gateway.sim.process.Signal;
import dev.gateway.sim.referee.Handover;
import java.util.Map;

/** A gateway of another home waits for the token; then whoever holds it ends. */
final class TokenRound implements Round {

    private final Bed bed;
    private final Signal signal;
    private GatewayHomeDir other;
    private GatewayHomeDir home;
    private RunningProcess holder;

    /** The holder ends by this signal, TERM or KILL. */
    TokenRound(Bed bed, Signal signal) {
        this.bed = bed;
        this.signal = signal;
        home = bed.newHome();
        other = bed.newHome();
    }

    @Override
    public String title() {
        return "token passed on by SIG" + signal;
    }

    @Override
    public void prepare() throws InterruptedException {
        holder = bed.running(home);
    }

    @Override
    public Map<Figure, Double> measure() throws InterruptedException {
        RunningProcess waiting = bed.gateway(other).start("run");
        other.awaitState("degraded", Bed.LIMIT);
        int before = bed.handovers();
        long asked = System.nanoTime();
        holder.kill(signal);
        Handover handover = bed.awaitHandover(before);
        holder.awaitExit(Bed.LIMIT);
        other.awaitState("running", Bed.LIMIT);
        changeRoles(waiting);
        return signal == Signal.KILL
                ? Map.of(
                        Figure.TOKEN_PASSED_BY_KILL,
                        Bed.seconds(asked, handover.next().startNanos()))
                : Map.of(Figure.TOKEN_PASSED, Bed.seconds(handover.gap()));
    }

    private void changeRoles(RunningProcess waiting) {
        holder = waiting;
        GatewayHomeDir left = home;
        home = other;
        other = left;
    }

    @Override
    public void end() throws InterruptedException {
        Bed.stop(holder);
    }
}

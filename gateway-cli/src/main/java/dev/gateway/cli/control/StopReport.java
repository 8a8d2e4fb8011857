package dev.gateway.cli.control;

import dev.gateway.core.control.StopInstance;
import java.time.Duration;
import java.util.Arrays;

/** Shows what goes on while an instance stops, and how much of its budget is left. */
final class StopReport implements StopInstance.Progress {

    private final Phases phases;
    private final StopLimit limit;
    private final OnInterrupt interrupt;
    private final long[] others;
    private long pid;

    /** Also tells the phases of the processes {@code others}. */
    StopReport(Phases phases, StopLimit limit, OnInterrupt interrupt, long... others) {
        this.interrupt = interrupt;
        this.phases = phases;
        this.limit = limit;
        this.others = others.clone();
    }

    @Override
    public void asked(long instance) {
        pid = instance;
        limit.of(instance);
        interrupt.say(
                "The stop of gateway (PID %d) goes on without this command; see 'gateway status'."
                        .formatted(instance));
        phases.begin("gateway (PID %d) stops".formatted(instance));
    }

    @Override
    public void waiting(Duration elapsed) {
        long[] pids = Arrays.copyOf(others, others.length + 1);
        pids[others.length] = pid;
        phases.poll(pids);
        String busy = String.join(", ", phases.disconnecting(pid));
        long left = Math.max(0, limit.get().minus(elapsed).toSeconds());
        phases.detail(
                (busy.isEmpty() ? "" : busy + " disconnecting, ") + "at most " + left + " s more");
    }

    @Override
    public void notice(String text) {
        System.err.println(text);
    }
}

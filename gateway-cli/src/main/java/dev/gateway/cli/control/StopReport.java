package dev.gateway.cli.control;

import dev.gateway.core.control.StopInstance;
import java.time.Duration;
import java.util.Arrays;

/** Shows what goes on while an instance stops, and how much of its budget is left. */
final class StopReport implements StopInstance.Progress {

    private final Phases phases;
    private final StopLimit limit;
    private final long[] others;
    private long pid;

    /** Also tells the phases of the processes {@code others}. */
    StopReport(Phases phases, StopLimit limit, long... others) {
        this.phases = phases;
        this.limit = limit;
        this.others = others.clone();
    }

    @Override
    public void asked(long instance) {
        pid = instance;
        limit.of(instance);
        phases.begin("gateway (PID %d) stops".formatted(instance));
    }

    @Override
    public void waiting(Duration elapsed) {
        long[] pids = Arrays.copyOf(others, others.length + 1);
        pids[others.length] = pid;
        phases.poll(pids);
        phases.detail("at most %d s more".formatted(limit.get().minus(elapsed).toSeconds()));
    }

    @Override
    public void notice(String text) {
        System.err.println(text);
    }
}

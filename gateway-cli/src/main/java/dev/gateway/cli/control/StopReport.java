package dev.gateway.cli.control;

import dev.gateway.core.control.StopInstance;
import dev.gateway.core.process.ProcessProbe;
import java.time.Duration;
import java.util.Arrays;

/** Shows what goes on while an instance stops, and how much of its budget is left. */
final class StopReport implements StopInstance.Progress {

    private final Phases phases;
    private final StopLimit limit;
    private final OnInterrupt interrupt;
    private final ProcessProbe probe;
    private final long[] others;

    /** As the instance itself writes it into its trail. */
    private long pid;

    /** Also tells the phases of the processes {@code others}. */
    StopReport(
            Phases phases,
            StopLimit limit,
            OnInterrupt interrupt,
            ProcessProbe probe,
            long... others) {
        this.probe = probe;
        this.interrupt = interrupt;
        this.phases = phases;
        this.limit = limit;
        this.others = others.clone();
    }

    @Override
    public void asked(long instance) {
        pid = probe.innerPid(instance);
        limit.of(pid);
        interrupt.say(
                "The stop of gateway (PID %d) goes on without this command; see 'gateway status'."
                        .formatted(instance));
        phases.begin("gateway (PID %d) stops".formatted(instance));
    }

    /** The PID under which the instance is found in the trail. */
    long pidInTrail() {
        return pid;
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

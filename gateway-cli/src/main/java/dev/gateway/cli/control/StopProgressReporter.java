package dev.gateway.cli.control;

import dev.gateway.cli.terminal.ConsoleOutput;
import dev.gateway.core.control.InstanceStopper;
import dev.gateway.core.process.ProcessProbe;
import java.time.Duration;
import java.util.Arrays;

/** Shows what goes on while an instance stops, and how much of its budget is left. */
final class StopProgressReporter implements InstanceStopper.Progress {

    private final PhaseReporter reporter;
    private final ForceKillTimeout limit;
    private final InterruptHook interrupt;
    private final ProcessProbe probe;
    private final ConsoleOutput err;
    private final long[] others;

    /** As the instance itself writes it into its trail. */
    private long pid;

    /** Also tells the phases of the processes {@code others}. */
    StopProgressReporter(
            PhaseReporter reporter,
            ForceKillTimeout limit,
            InterruptHook interrupt,
            ProcessProbe probe,
            ConsoleOutput err,
            long... others) {
        this.err = err;
        this.probe = probe;
        this.interrupt = interrupt;
        this.reporter = reporter;
        this.limit = limit;
        this.others = others.clone();
    }

    @Override
    public void asked(long instance) {
        pid = probe.innerPid(instance);
        limit.setInstance(pid);
        interrupt.setMessage(
                "The stop of gateway (PID %d) goes on without this command; see 'gateway status'."
                        .formatted(instance));
        reporter.begin("gateway (PID %d) stops".formatted(instance));
    }

    /** The PID under which the instance is found in the trail. */
    long pidInTrail() {
        return pid;
    }

    @Override
    public void waiting(Duration elapsed) {
        long[] pids = Arrays.copyOf(others, others.length + 1);
        pids[others.length] = pid;
        reporter.poll(pids);
        String busy = String.join(", ", reporter.disconnecting(pid));
        long left = Math.max(0, limit.get().minus(elapsed).toSeconds());
        reporter.detail(
                (busy.isEmpty() ? "" : busy + " disconnecting, ") + "at most " + left + " s more");
    }

    @Override
    public void notice(String text) {
        err.line(text);
    }
}

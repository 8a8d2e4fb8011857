package dev.gateway.cli.control;

import dev.gateway.cli.terminal.ConsoleOutput;
import dev.gateway.core.control.InstanceStopper;
import dev.gateway.core.process.ProcessProbe;
import java.time.Duration;
import java.util.Arrays;

/** The progress of a stop: the phases of the instance and the time left of its budget. */
final class StopProgressReporter implements InstanceStopper.Progress {

    private final PhaseReporter reporter;
    private final ForceKillTimeout limit;
    private final InterruptHook interrupt;
    private final ProcessProbe probe;
    private final ConsoleOutput err;
    private final long[] others;

    /** The PID as the instance itself writes it into the event file. */
    private long pid;

    /** Creates a reporter that also shows the phases of the processes {@code others}. */
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
    public void onSignalSent(long instance) {
        pid = probe.innerPid(instance);
        limit.setInstance(pid);
        interrupt.setMessage(
                "The stop of gateway (PID %d) goes on without this command; see 'gateway status'."
                        .formatted(instance));
        reporter.begin("gateway (PID %d) stops".formatted(instance));
    }

    /** Returns the PID of the instance in the event file. */
    long pidInTrail() {
        return pid;
    }

    @Override
    public void onWait(Duration elapsed) {
        long[] pids = Arrays.copyOf(others, others.length + 1);
        pids[others.length] = pid;
        reporter.poll(pids);
        String busy = String.join(", ", reporter.disconnecting(pid));
        long left = Math.max(0, limit.get().minus(elapsed).toSeconds());
        reporter.detail(
                (busy.isEmpty() ? "" : busy + " disconnecting, ") + "at most " + left + " s more");
    }

    @Override
    public void onMessage(String text) {
        err.line(text);
    }
}

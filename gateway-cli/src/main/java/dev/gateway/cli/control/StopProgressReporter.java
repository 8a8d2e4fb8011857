package dev.gateway.cli.control;

import dev.gateway.cli.terminal.ConsoleOutput;
import dev.gateway.core.control.InstanceStopper;
import dev.gateway.core.process.ProcessProbe;
import dev.gateway.core.status.OutgoingProcess;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The progress of a stop: the phases of the instance and the time left of its budget. */
final class StopProgressReporter implements InstanceStopper.Progress {

    private static final Duration LOOK_INTERVAL = Duration.ofMillis(200);

    private final PhaseReporter reporter;
    private final ForceKillTimeout limit;
    private final InterruptHook interrupt;
    private final ProcessProbe probe;
    private final ConsoleOutput err;
    private final long[] others;

    private final Map<Long, OutgoingProcess> outgoing = new TreeMap<>();
    private Supplier<List<OutgoingProcess>> lookAtOutgoing = List::of;
    private String doing = "stops";
    private Duration looked = LOOK_INTERVAL.negated();

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

    /** Says that the instance hands its home over, instead of that it stops. */
    StopProgressReporter ofHandover() {
        doing = "hands over";
        return this;
    }

    /** Also names the old processes that {@code look} finds, which are waited for as well. */
    StopProgressReporter naming(Supplier<List<OutgoingProcess>> look) {
        lookAtOutgoing = look;
        return this;
    }

    @Override
    public void onSignalSent(long instance) {
        pid = probe.innerPid(instance);
        limit.setInstance(pid);
        interrupt.setMessage(
                "The stop of gateway (PID %d) goes on without this command; see 'gateway status'."
                        .formatted(instance));
        reporter.begin("gateway (PID %d) %s".formatted(instance, doing));
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
        if (elapsed.minus(looked).compareTo(LOOK_INTERVAL) >= 0) {
            looked = elapsed;
            nameOutgoing();
        }
        String busy = String.join(", ", reporter.disconnecting(pid));
        long left = Math.max(0, limit.get().minus(elapsed).toSeconds());
        String old =
                outgoing.values().stream()
                        .map(each -> "PID %d finishes %s, ".formatted(each.pid(), each.work()))
                        .collect(Collectors.joining());
        reporter.detail(
                (busy.isEmpty() ? "" : busy + " disconnecting, ")
                        + old
                        + "at most "
                        + left
                        + " s more");
    }

    private void nameOutgoing() {
        Map<Long, OutgoingProcess> now = new TreeMap<>();
        lookAtOutgoing.get().stream()
                .filter(each -> each.pid() != pid)
                .forEach(each -> now.put(each.pid(), each));
        now.values().stream()
                .filter(each -> !outgoing.containsKey(each.pid()))
                .forEach(
                        each ->
                                reporter.print(
                                        "old process PID %d finishes %s"
                                                .formatted(each.pid(), each.work())));
        outgoing.keySet().stream()
                .filter(each -> !now.containsKey(each))
                .forEach(each -> reporter.print("old process PID " + each + " ended"));
        outgoing.clear();
        outgoing.putAll(now);
    }

    /** Reports the end of the old processes that were named. */
    void onEnd() {
        nameOutgoing();
    }

    @Override
    public void onMessage(String text) {
        err.line(text);
    }
}

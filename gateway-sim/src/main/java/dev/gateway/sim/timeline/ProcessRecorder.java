package dev.gateway.sim.timeline;

import dev.gateway.sim.process.ProcessStat;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The recorded states of a process in the kernel. For one thread. */
final class ProcessRecorder {

    private static final long NANOS_PER_TICK = 10_000_000;

    private final long pid;
    private final ValueHistory<SpanStyle> styles = new ValueHistory<>();
    private final List<Mark> marks = new ArrayList<>();
    private String name = "";
    private long startNanos;
    private long endNanos;
    private Optional<Long> startTicks = Optional.empty();

    ProcessRecorder(long pid, long nanos) {
        this.pid = pid;
        startNanos = nanos;
    }

    long pid() {
        return pid;
    }

    String name() {
        return name;
    }

    void name(String given) {
        name = given;
    }

    void mark(Mark mark) {
        marks.add(mark);
    }

    List<Mark> marks() {
        return List.copyOf(marks);
    }

    long startNanos() {
        return startNanos;
    }

    /** Returns the time at which the process was gone; {@code end} if it is not. */
    long endNanos(long end) {
        return endNanos == 0 ? end : endNanos;
    }

    /** Returns the time at which the process ceased to run: a zombie is dead before it is gone. */
    long deathNanos(long end) {
        return styles.intervals(endNanos(end)).stream()
                .filter(interval -> interval.value() == SpanStyle.ZOMBIE)
                .mapToLong(ValueHistory.Interval::from)
                .findFirst()
                .orElse(endNanos(end));
    }

    boolean over() {
        return endNanos != 0;
    }

    /** Returns the intervals in which the process was frozen or a zombie. */
    List<ValueHistory.Interval<SpanStyle>> abnormalIntervals(long end) {
        return styles.intervals(endNanos(end));
    }

    /**
     * Records the current state. If the PID belongs to another process now, this process has ended.
     */
    void sample(long now) {
        if (over()) {
            return;
        }
        Optional<ProcessStat> seen =
                ProcessStat.of(pid)
                        .filter(
                                one ->
                                        startTicks.isEmpty()
                                                || startTicks.get() == one.startTicks());
        if (seen.isEmpty()) {
            endNanos = now;
            return;
        }
        if (startTicks.isEmpty()) {
            startTicks = Optional.of(seen.get().startTicks());
            startNanos = Math.min(startNanos, seen.get().startTicks() * NANOS_PER_TICK);
        }
        styles.record(now, style(seen.get()));
    }

    private static Optional<SpanStyle> style(ProcessStat process) {
        if (process.isZombie()) {
            return Optional.of(SpanStyle.ZOMBIE);
        }
        return process.isStopped() ? Optional.of(SpanStyle.FROZEN) : Optional.empty();
    }
}

package dev.gateway.sim.timeline;

import dev.gateway.sim.process.KernelProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A process, as the kernel showed it again and again. For one thread. */
final class WatchedProcess {

    private static final long NANOS_PER_TICK = 10_000_000;

    private final long pid;
    private final Changes<Tone> tones = new Changes<>();
    private final List<Moment> marks = new ArrayList<>();
    private String name = "";
    private long startNanos;
    private long endNanos;
    private Optional<Long> startTicks = Optional.empty();

    WatchedProcess(long pid, long nanos) {
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

    void mark(Moment moment) {
        marks.add(moment);
    }

    List<Moment> marks() {
        return List.copyOf(marks);
    }

    long startNanos() {
        return startNanos;
    }

    /** When it was seen to be gone; or the end of all that is shown. */
    long endNanos(long end) {
        return endNanos == 0 ? end : endNanos;
    }

    /** When it ceased to run: a zombie is dead before it is gone. */
    long deathNanos(long end) {
        return tones.held(endNanos(end)).stream()
                .filter(held -> held.value() == Tone.ZOMBIE)
                .mapToLong(Changes.Held::from)
                .findFirst()
                .orElse(endNanos(end));
    }

    boolean over() {
        return endNanos != 0;
    }

    /** When it stood still or was a zombie. */
    List<Changes.Held<Tone>> oddities(long end) {
        return tones.held(endNanos(end));
    }

    /** Looks at it now. A number that went to another process is the end of this one. */
    void look(long now) {
        if (over()) {
            return;
        }
        Optional<KernelProcess> seen =
                KernelProcess.of(pid)
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
        tones.see(now, tone(seen.get()));
    }

    private static Optional<Tone> tone(KernelProcess process) {
        if (process.isZombie()) {
            return Optional.of(Tone.ZOMBIE);
        }
        return process.isStopped() ? Optional.of(Tone.FROZEN) : Optional.empty();
    }
}

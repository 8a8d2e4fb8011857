package dev.gateway.sim.crash;

import dev.gateway.core.event.LifecycleEvent;
import dev.gateway.core.event.LifecycleListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * The listener inside the gateway: appends each event to a trace and executes the plan at the
 * chosen one. The thread that publishes that event gets no further, and the others not past their
 * next event. Found by {@link ServiceLoader}; does nothing unless {@link CrashInjection} has set
 * its variables.
 */
public final class CrashListener implements LifecycleListener {

    private final Optional<CrashPlanFile> plans;
    private final Optional<CrashTraceFile> trace;
    private CrashPlan plan = CrashPlan.watch();
    private boolean counting;
    private int seen;

    /**
     * Creates the listener for {@link ServiceLoader}, with the files that the environment names.
     */
    public CrashListener() {
        this.plans = file(CrashInjection.PLAN).map(CrashPlanFile::new);
        this.trace = file(CrashInjection.TRACE).map(CrashTraceFile::new);
    }

    private static Optional<Path> file(String variable) {
        return Optional.ofNullable(System.getenv(variable)).map(Path::of);
    }

    @Override
    public void on(LifecycleEvent event) {
        if (plans.isPresent() && trace.isPresent()) {
            count(event, plans.get().read(), trace.get());
        }
    }

    private synchronized void count(LifecycleEvent event, CrashPlan current, CrashTraceFile trace) {
        if (!current.equals(plan)) {
            plan = current;
            seen = 0;
            counting = false;
        }
        counting |= plan.from().isEmpty();
        counting |= plan.from().filter(type -> type == event.type()).isPresent();
        if (counting) {
            seen++;
        }
        boolean now = counting && plan.action() != CrashAction.WATCH && seen == plan.number();
        trace.add(CrashTraceEntry.of(event, seen, now ? plan.action() : CrashAction.WATCH));
        if (now) {
            inject(event.pid());
        }
    }

    /** Sends the signal by a shell, as Java lets no process send signals to itself. */
    private void inject(long pid) {
        String script =
                switch (plan.action()) {
                    case KILL -> "kill -KILL " + pid;
                    case FREEZE ->
                            "kill -STOP %d; sleep %.3f; kill -CONT %d"
                                    .formatted(pid, plan.frozen().toMillis() / 1000.0, pid);
                    case WATCH -> throw new IllegalStateException("nothing to do");
                };
        try {
            awaitEnd(
                    new ProcessBuilder("sh", "-c", script)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot " + plan, e);
        }
    }

    /**
     * Waits without regard to interrupts: the thread gets past this event when the shell has ended,
     * or never.
     */
    private static void awaitEnd(Process shell) {
        boolean interrupted = false;
        while (shell.isAlive()) {
            try {
                shell.waitFor();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

package dev.gateway.core.control;

import dev.gateway.core.instance.GatewayHome;
import dev.gateway.core.instance.InstanceView;
import dev.gateway.core.instance.LockStatus;
import dev.gateway.core.process.LockHolders;
import dev.gateway.core.process.ProcessIdentity;
import dev.gateway.core.process.ProcessProbe;
import dev.gateway.core.process.ProcessSignals;
import dev.gateway.core.time.Deadline;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Stops the instance that holds a home: SIGTERM to the holder of the lock, SIGKILL only past the
 * whole limit, and never to anybody else. Used by one thread.
 */
public final class InstanceStopper {

    private static final long POLL_MILLIS = 10;

    /** Two equal signals sent at once are delivered as one. */
    private static final long HURRY_AFTER_MILLIS = 200;

    private static final Duration AFTER_KILL = Duration.ofSeconds(10);

    private final Duration afterKill;
    private final GatewayHome home;
    private final ProcessProbe probe;
    private final LockHolders holders;
    private final ProcessSignals signals;

    /** A stop of whoever holds {@code home}. */
    public InstanceStopper(
            GatewayHome home, ProcessProbe probe, LockHolders holders, ProcessSignals signals) {
        this(home, probe, holders, signals, AFTER_KILL);
    }

    InstanceStopper(
            GatewayHome home,
            ProcessProbe probe,
            LockHolders holders,
            ProcessSignals signals,
            Duration afterKill) {
        this.afterKill = afterKill;
        this.home = home;
        this.probe = probe;
        this.holders = holders;
        this.signals = signals;
    }

    /** How a stop ended. */
    public sealed interface Outcome {

        /** Nobody held the home. */
        record NotRunning(InstanceView view) implements Outcome {}

        /** It ended by itself. */
        record Stopped(long pid, Duration took) implements Outcome {}

        /** It had to be killed. */
        record Killed(long pid, Duration took) implements Outcome {}

        /** It still runs; {@code why} says why, with the next step. */
        record Failed(Optional<Long> pid, String why) implements Outcome {}

        /** Whether one runs could not be found out; nothing was signalled. */
        record Unknown(LockStatus.Unknown status, String why) implements Outcome {}
    }

    /** What goes on during a stop; called on the stopping thread. */
    public interface Progress {

        /** The instance was asked to stop. */
        void asked(long pid);

        /** Called every few milliseconds while it stops. */
        void waiting(Duration elapsed);

        /** A sentence for the operator. */
        void notice(String text);
    }

    /**
     * Stops the instance and waits until its process has ended.
     *
     * @param limit asked on each round, since the instance itself says how much it needs; past it
     *     SIGKILL is used
     * @param hurry whether to ask a second time at once, which shortens its stop
     */
    public Outcome stop(Supplier<Duration> limit, boolean hurry, Progress progress)
            throws InterruptedException {
        InstanceView view = InstanceView.of(home, probe, holders);
        return switch (view.lock().verdict()) {
            case FREE, BLOCKED -> new Outcome.NotRunning(view);
            case UNKNOWN -> {
                var status = (LockStatus.Unknown) view.lock();
                yield new Outcome.Unknown(status, OperatorMessages.cannotTell(home, status));
            }
            case HELD -> stop(view, limit, hurry, progress);
        };
    }

    private Outcome stop(
            InstanceView view, Supplier<Duration> limit, boolean hurry, Progress progress)
            throws InterruptedException {
        Optional<ProcessIdentity> holder = view.holder();
        if (holder.isEmpty()) {
            return new Outcome.Failed(
                    view.namedPid(),
                    OperatorMessages.alreadyRunning(home, view.namedPid())
                            + OperatorMessages.outOfReach());
        }
        ProcessIdentity instance = holder.get();
        if (view.disagree()) {
            progress.notice(
                    "gateway.pid names another process than PID %d, which holds %s; the lock counts."
                            .formatted(instance.pid(), home.lock()));
        }
        long began = System.nanoTime();
        var unheard = new UnheardStopCheck(home, instance, probe);
        if (!signals.terminate(instance) && isAlive(instance)) {
            return new Outcome.Failed(
                    Optional.of(instance.pid()),
                    "No permission to stop gateway (PID %d). Stop it as the user who started it."
                            .formatted(instance.pid()));
        }
        progress.asked(instance.pid());
        return await(instance, began, limit, hurry, unheard, progress);
    }

    private Outcome await(
            ProcessIdentity instance,
            long began,
            Supplier<Duration> limit,
            boolean hurry,
            UnheardStopCheck unheard,
            Progress progress)
            throws InterruptedException {
        boolean hurried = !hurry;
        while (isAlive(instance)) {
            Duration elapsed = since(began);
            progress.waiting(elapsed);
            if (!hurried && elapsed.toMillis() >= HURRY_AFTER_MILLIS) {
                hurried = true;
                signals.terminate(instance);
            } else if (unheard.isCertain()) {
                signals.terminate(instance);
            }
            if (elapsed.compareTo(limit.get()) > 0) {
                return kill(instance, began, progress);
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
        awaitRelease(instance);
        return new Outcome.Stopped(instance.pid(), since(began));
    }

    /**
     * A process counts as dead as soon as its first thread is; the kernel lets go of its locks only
     * when the last one is. Who starts another gateway right after a stop must find the home free.
     */
    private void awaitRelease(ProcessIdentity instance) throws InterruptedException {
        Deadline deadline = Deadline.in(afterKill);
        while (holders.isHeldBy(instance.pid(), home.lock()) && !deadline.passed()) {
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
    }

    private Outcome kill(ProcessIdentity instance, long began, Progress progress)
            throws InterruptedException {
        boolean stillHolds =
                InstanceView.of(home, probe, holders)
                        .holder()
                        .filter(now -> now.matches(instance))
                        .isPresent();
        if (stillHolds) {
            progress.notice(
                    "Its whole budget has passed; killing PID %d.".formatted(instance.pid()));
            signals.kill(instance);
        }
        Deadline deadline = Deadline.in(afterKill);
        while (isAlive(instance) && !deadline.passed()) {
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
        if (isAlive(instance)) {
            return new Outcome.Failed(
                    Optional.of(instance.pid()),
                    "Gateway (PID %d) %s; look at it with 'ps -o pid,stat,wchan -p %d'."
                            .formatted(
                                    instance.pid(),
                                    stillHolds
                                            ? "does not end even after SIGKILL"
                                            : "does not end, but " + home + " is not its any more",
                                    instance.pid()));
        }
        awaitRelease(instance);
        return stillHolds
                ? new Outcome.Killed(instance.pid(), since(began))
                : new Outcome.Stopped(instance.pid(), since(began));
    }

    private boolean isAlive(ProcessIdentity instance) {
        return probe.state(instance.pid()).isAlive()
                && ProcessIdentity.of(probe, instance.pid()).matches(instance);
    }

    private static Duration since(long began) {
        return Duration.ofNanos(System.nanoTime() - began);
    }
}

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
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Stop of the instance that holds a home: SIGTERM to the holder of the lock, SIGKILL only after the
 * whole limit. Processes that have passed the home on before and finish their messages are waited
 * for and killed likewise. No signal goes to any other process. Used by one thread.
 */
public final class InstanceStopper {

    private static final long POLL_MILLIS = 10;

    /** The pause between two equal signals, which are delivered as one if sent at once. */
    private static final long SECOND_SIGNAL_MILLIS = 200;

    static final Duration KILL_TIMEOUT = Duration.ofSeconds(10);

    private final Duration killTimeout;
    private final GatewayHome home;
    private final ProcessProbe probe;
    private final LockHolders holders;
    private final ProcessSignals signals;
    private final OutgoingProcesses outgoing;

    /** Creates a stopper of the holder of {@code home}. */
    public InstanceStopper(
            GatewayHome home, ProcessProbe probe, LockHolders holders, ProcessSignals signals) {
        this(home, probe, holders, signals, KILL_TIMEOUT);
    }

    InstanceStopper(
            GatewayHome home,
            ProcessProbe probe,
            LockHolders holders,
            ProcessSignals signals,
            Duration killTimeout) {
        this.killTimeout = killTimeout;
        this.home = home;
        this.probe = probe;
        this.holders = holders;
        this.signals = signals;
        this.outgoing = new OutgoingProcesses(home, probe, signals);
    }

    /** The result of a stop. */
    public sealed interface Outcome {

        /** No process held the home. */
        record NotRunning(InstanceView view) implements Outcome {}

        /** The instance ended by itself. */
        record Stopped(long pid, Duration took) implements Outcome {}

        /** The instance had to be killed. */
        record Killed(long pid, Duration took) implements Outcome {}

        /** The instance still runs; {@code why} gives the reason and the next step. */
        record Failed(Optional<Long> pid, String why) implements Outcome {}

        /** The state of the home is unknown; no process was signalled. */
        record Unknown(LockStatus.Unknown status, String why) implements Outcome {}
    }

    /** Callbacks during a stop, on the stopping thread. */
    public interface Progress {

        /** Called after the instance was asked to stop. */
        void onSignalSent(long pid);

        /** Called every few milliseconds while it stops. */
        void onWait(Duration elapsed);

        /** Receives a sentence for the operator. */
        void onMessage(String text);
    }

    /**
     * Stops the instance and waits until its process has ended.
     *
     * @param limit asked on each round, since the instance itself reports the time it needs;
     *     SIGKILL follows after it
     * @param twice whether to send a second signal at once, which shortens the stop
     */
    public Outcome stop(Supplier<Duration> limit, boolean twice, Progress progress)
            throws InterruptedException {
        InstanceView view = InstanceView.of(home, probe, holders);
        List<ProcessIdentity> before = outgoing.living();
        long began = System.nanoTime();
        Outcome outcome = stop(view, limit, twice, progress);
        if (outcome instanceof Outcome.Stopped || outcome instanceof Outcome.Killed) {
            // A successor that ends before it was able to work gives the home back.
            InstanceView after = InstanceView.of(home, probe, holders);
            if (after.holder().filter(before::contains).isPresent()) {
                outcome = stop(after, limit, twice, progress);
            }
        }
        if (outcome instanceof Outcome.Failed || outcome instanceof Outcome.Unknown) {
            return outcome;
        }
        Outcome whole = awaitOutgoing(outcome, began, limit, twice, progress);
        if (!(whole instanceof Outcome.Failed)) {
            outgoing.awaitEnd(before);
        }
        return whole;
    }

    private Outcome stop(
            InstanceView view, Supplier<Duration> limit, boolean twice, Progress progress)
            throws InterruptedException {
        return switch (view.lock().state()) {
            case FREE, BLOCKED -> new Outcome.NotRunning(view);
            case UNKNOWN -> {
                var status = (LockStatus.Unknown) view.lock();
                yield new Outcome.Unknown(status, OperatorMessages.cannotTell(home, status));
            }
            case HELD -> stopHolder(view, limit, twice, progress);
        };
    }

    /** Waits for the processes that have passed the home on; they were asked to stop before. */
    private Outcome awaitOutgoing(
            Outcome outcome, long began, Supplier<Duration> limit, boolean twice, Progress progress)
            throws InterruptedException {
        List<ProcessIdentity> left = outgoing.living();
        if (left.isEmpty()) {
            return outcome;
        }
        long first = left.get(0).pid();
        if (outcome instanceof Outcome.NotRunning) {
            progress.onSignalSent(first);
        }
        if (twice) {
            outgoing.shorten();
        }
        boolean killed = false;
        Deadline end = null;
        while (!left.isEmpty()) {
            progress.onWait(since(began));
            if (!killed && since(began).compareTo(limit.get()) > 0) {
                killed = true;
                end = Deadline.after(killTimeout);
                progress.onMessage(
                        "Its whole budget has passed; killing PID %d."
                                .formatted(left.get(0).pid()));
                outgoing.kill();
            } else if (killed && end.isExpired()) {
                long pid = left.get(0).pid();
                return new Outcome.Failed(
                        Optional.of(pid),
                        "Gateway (PID %d) does not end even after SIGKILL; look at it with 'ps -o pid,stat,wchan -p %d'."
                                .formatted(pid, pid));
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            left = outgoing.living();
        }
        if (killed) {
            return new Outcome.Killed(first, since(began));
        }
        if (outcome instanceof Outcome.Killed holder) {
            return new Outcome.Killed(holder.pid(), since(began));
        }
        long pid = outcome instanceof Outcome.Stopped holder ? holder.pid() : first;
        return new Outcome.Stopped(pid, since(began));
    }

    private Outcome stopHolder(
            InstanceView view, Supplier<Duration> limit, boolean twice, Progress progress)
            throws InterruptedException {
        Optional<ProcessIdentity> holder = view.holder();
        if (holder.isEmpty()) {
            return new Outcome.Failed(
                    view.namedPid(),
                    OperatorMessages.alreadyRunning(home, view.namedPid())
                            + OperatorMessages.outOfReach());
        }
        ProcessIdentity instance = holder.get();
        if (view.isContradictory()) {
            progress.onMessage(
                    "gateway.pid names another process than PID %d, which holds %s; the lock counts."
                            .formatted(instance.pid(), home.lock()));
        }
        long began = System.nanoTime();
        var unheard = new UnheardStopCheck(home, instance, probe);
        if (!signals.terminate(instance) && instance.isAlive(probe)) {
            return new Outcome.Failed(
                    Optional.of(instance.pid()),
                    "No permission to stop gateway (PID %d). Stop it as the user who started it."
                            .formatted(instance.pid()));
        }
        progress.onSignalSent(instance.pid());
        return await(instance, began, limit, twice, unheard, progress);
    }

    private Outcome await(
            ProcessIdentity instance,
            long began,
            Supplier<Duration> limit,
            boolean twice,
            UnheardStopCheck unheard,
            Progress progress)
            throws InterruptedException {
        boolean secondSent = !twice;
        while (instance.isAlive(probe)) {
            Duration elapsed = since(began);
            progress.onWait(elapsed);
            if (!secondSent && elapsed.toMillis() >= SECOND_SIGNAL_MILLIS) {
                secondSent = true;
                signals.terminate(instance);
                outgoing.shorten();
            } else if (unheard.shouldRepeat()) {
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
     * Waits until the home is free. A process counts as dead as soon as its first thread is; the
     * kernel releases its locks only with the last one. A gateway started right after a stop must
     * find the home free.
     */
    private void awaitRelease(ProcessIdentity instance) throws InterruptedException {
        Deadline deadline = Deadline.after(killTimeout);
        while (holders.isHeldBy(instance.pid(), home.lock()) && !deadline.isExpired()) {
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
            progress.onMessage(
                    "Its whole budget has passed; killing PID %d.".formatted(instance.pid()));
            signals.kill(instance);
        }
        Deadline deadline = Deadline.after(killTimeout);
        while (instance.isAlive(probe) && !deadline.isExpired()) {
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
        if (instance.isAlive(probe)) {
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

    private static Duration since(long began) {
        return Duration.ofNanos(System.nanoTime() - began);
    }
}

package dev.gateway.core.control;

import dev.gateway.core.event.EventStream;
import dev.gateway.core.event.EventType;
import dev.gateway.core.instance.GatewayHome;
import dev.gateway.core.instance.InstanceLock;
import dev.gateway.core.instance.InstanceView;
import dev.gateway.core.instance.LockStatus;
import dev.gateway.core.instance.PidFile;
import dev.gateway.core.process.KernelLock;
import dev.gateway.core.process.LockHolders;
import dev.gateway.core.process.ProcessIdentity;
import dev.gateway.core.process.ProcessProbe;
import dev.gateway.core.process.ProcessSignals;
import dev.gateway.core.time.Deadline;
import dev.gateway.core.time.DurationFormat;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Implementation of {@code --replace}: stops the instance that was running when this process began,
 * and takes its place, as soon as that one passes the home on or ends. Of several replacing
 * processes exactly one wins: {@code takeover.lock} admits one at a time, and a later one finds an
 * instance younger than itself and knows that it lost. Only the process that holds the kernel lock
 * is signalled.
 */
public final class InstanceReplacer {

    /**
     * The wait after SIGKILL: the kernel frees the lock within milliseconds, a longer time means a
     * machine in trouble.
     */
    private static final Duration KILL_TIMEOUT = Duration.ofSeconds(10);

    /** The interval at which a waiting process checks that the holder is still the same. */
    private static final Duration CHECK_INTERVAL = Duration.ofMillis(500);

    private final GatewayHome home;
    private final ProcessProbe probe;
    private final LockHolders holders;
    private final ProcessSignals signals;
    private final Clock clock;
    private final EventStream events;
    private final boolean mayOverlap;

    /**
     * Creates a replacer for this process and {@code home}.
     *
     * @param mayOverlap whether this process may begin while the old one finishes its messages
     */
    public InstanceReplacer(
            GatewayHome home,
            ProcessProbe probe,
            LockHolders holders,
            ProcessSignals signals,
            Clock clock,
            EventStream events,
            boolean mayOverlap) {
        this.mayOverlap = mayOverlap;
        this.home = home;
        this.probe = probe;
        this.holders = holders;
        this.signals = signals;
        this.clock = clock;
        this.events = events;
    }

    /**
     * Acquires the home, from its holder if necessary.
     *
     * @param stopTimeout the time for the old instance to stop before it is killed
     * @param notice receives progress messages, the first before the old instance is asked to stop
     * @throws HomeHeldException if another process won, or the holder cannot be signalled
     */
    public AcquiredHome replace(Duration stopTimeout, Consumer<String> notice)
            throws IOException, InterruptedException, HomeHeldException {
        // The takeover lock comes first, even if the home is free: otherwise a late replacing
        // process could slip in between the end of the old instance and the process that holds the
        // takeover lock.
        Optional<KernelLock> takeoverLock = KernelLock.acquire(home.takeoverLock(), Duration.ZERO);
        if (takeoverLock.isEmpty()) {
            throw new HomeHeldException(
                    OperatorMessages.raceLost(winner())
                            + " It is taking over "
                            + home
                            + "; see 'gateway status'.");
        }
        boolean won = false;
        try {
            Optional<InstanceLock> free = InstanceLock.acquire(home, Duration.ZERO);
            InstanceLock lock = free.isPresent() ? free.get() : replaceHolder(stopTimeout, notice);
            won = true;
            return new AcquiredHome(lock, takeoverLock);
        } finally {
            if (!won) {
                takeoverLock.get().close();
            }
        }
    }

    /** Returns the holder of the takeover lock, or of the home by now. */
    private Optional<Long> winner() {
        return holders.of(home.takeoverLock())
                .any()
                .or(() -> InstanceView.of(home, probe, holders).namedPid());
    }

    private InstanceLock replaceHolder(Duration stopTimeout, Consumer<String> notice)
            throws IOException, InterruptedException, HomeHeldException {
        InstanceView view = InstanceView.of(home, probe, holders);
        Optional<ProcessIdentity> holder = view.holder();
        if (holder.isEmpty()) {
            return waitForUnseen(stopTimeout, view);
        }
        ProcessIdentity old = holder.get();
        if (acquiredAfterStart(old)) {
            throw raceLostTo(old);
        }
        if (view.isContradictory()) {
            notice.accept(
                    "gateway.pid names another process than PID %d, which holds %s; the lock counts."
                            .formatted(old.pid(), home.lock()));
        }
        notice.accept("Replacing gateway (PID %d) in %s.".formatted(old.pid(), home));
        SuccessorLock waiting = mayOverlap ? SuccessorLock.hold(home) : SuccessorLock.none();
        try {
            return replace(old, stopTimeout, notice);
        } finally {
            waiting.close();
        }
    }

    private InstanceLock replace(ProcessIdentity old, Duration stopTimeout, Consumer<String> notice)
            throws IOException, InterruptedException, HomeHeldException {
        events.publish(EventType.takeoverStarted(old.pid()));
        if (!signals.terminate(old) && old.isAlive(probe)) {
            throw new HomeHeldException(
                    "No permission to stop gateway (PID %d) in %s. Replace it as the user who started it."
                            .formatted(old.pid(), home));
        }
        Optional<InstanceLock> lock = awaitEndOf(old, stopTimeout);
        if (lock.isEmpty() && stillHeldBy(old)) {
            notice.accept(
                    "Gateway (PID %d) did not stop within %s; killing it."
                            .formatted(old.pid(), DurationFormat.rounded(stopTimeout)));
            signals.kill(old);
            lock = awaitEndOf(old, KILL_TIMEOUT);
        }
        return lock.orElseThrow(
                () ->
                        new HomeHeldException(
                                OperatorMessages.raceLost(
                                                InstanceView.of(home, probe, holders).namedPid())
                                        + " See 'gateway status'."));
    }

    /**
     * Waits until the old instance passes the home on, or ends. A process that starts just then can
     * be quicker than a waiter that the kernel has to wake; the wait is pointless then.
     */
    private Optional<InstanceLock> awaitEndOf(ProcessIdentity old, Duration limit)
            throws IOException, InterruptedException, HomeHeldException {
        Deadline deadline = Deadline.after(limit);
        while (true) {
            Duration slice = deadline.orAfter(CHECK_INTERVAL).remaining();
            Optional<InstanceLock> lock = InstanceLock.acquire(home, slice);
            if (lock.isPresent() || deadline.isExpired()) {
                return lock;
            }
            Optional<ProcessIdentity> now = InstanceView.of(home, probe, holders).holder();
            if (now.isPresent() && !now.get().matches(old)) {
                throw raceLostTo(now.get());
            }
        }
    }

    private HomeHeldException raceLostTo(ProcessIdentity winner) {
        return new HomeHeldException(
                OperatorMessages.raceLost(Optional.of(winner.pid()))
                        + " It took over "
                        + home
                        + " first; see 'gateway status'.");
    }

    /**
     * Waits for a holder that cannot be signalled: it either ends at this moment or runs out of
     * sight.
     */
    private InstanceLock waitForUnseen(Duration stopTimeout, InstanceView view)
            throws IOException, InterruptedException, HomeHeldException {
        Duration limit =
                switch (view.lock().state()) {
                    case HELD, BLOCKED -> Duration.ZERO;
                    case FREE, UNKNOWN -> stopTimeout;
                };
        return InstanceLock.acquire(home, limit)
                .orElseThrow(
                        () ->
                                new HomeHeldException(
                                        view.lock() instanceof LockStatus.Blocked blocked
                                                ? OperatorMessages.blocked(home, blocked)
                                                : OperatorMessages.alreadyRunning(
                                                                home, view.namedPid())
                                                        + OperatorMessages.outOfReach()));
    }

    private boolean stillHeldBy(ProcessIdentity old) {
        return InstanceView.of(home, probe, holders)
                .holder()
                .filter(now -> now.matches(old))
                .isPresent();
    }

    /**
     * Returns whether {@code holder} took the home after this process started. It is then the
     * winner of this race, not the instance that the operator meant.
     */
    private boolean acquiredAfterStart(ProcessIdentity holder) {
        Instant now = clock.instant();
        Optional<Instant> began = probe.age(probe.self()).map(now::minus);
        Optional<Instant> published =
                new PidFile(home).read() instanceof PidFile.Content.Readable readable
                                && readable.record().process().matches(holder)
                        // A time in the future was written before the clock was set back.
                        ? readable.record().startedAt().filter(at -> !at.isAfter(now))
                        : Optional.empty();
        Optional<Instant> took = published.or(() -> probe.age(holder.pid()).map(now::minus));
        return began.isPresent() && took.isPresent() && took.get().isAfter(began.get());
    }
}

package dev.gateway.core.control;

import dev.gateway.core.event.EventStream;
import dev.gateway.core.event.EventType;
import dev.gateway.core.instance.GatewayHome;
import dev.gateway.core.instance.InstanceLock;
import dev.gateway.core.instance.InstanceView;
import dev.gateway.core.instance.LockStatus;
import dev.gateway.core.process.LockHolders;
import dev.gateway.core.process.ProcessProbe;
import dev.gateway.core.time.DurationFormat;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Acquisition of the home's lock by a starting gateway. Used once, by one thread. */
public final class HomeAcquirer {

    /** The interval at which a successor checks whether it is still wanted. */
    private static final Duration CHECK_INTERVAL = Duration.ofMillis(500);

    private final GatewayHome home;
    private final ProcessProbe probe;
    private final LockHolders holders;
    private final EventStream events;
    private final boolean mayOverlap;

    /**
     * Creates an acquirer of {@code home}.
     *
     * @param mayOverlap whether this process may begin while its predecessor finishes its messages
     */
    public HomeAcquirer(
            GatewayHome home,
            ProcessProbe probe,
            LockHolders holders,
            EventStream events,
            boolean mayOverlap) {
        this.mayOverlap = mayOverlap;
        this.home = home;
        this.probe = probe;
        this.holders = holders;
        this.events = events;
    }

    /**
     * Acquires the home if it is free.
     *
     * @throws HomeHeldException if it is not
     */
    public AcquiredHome acquireNow() throws IOException, InterruptedException, HomeHeldException {
        Optional<InstanceLock> lock = InstanceLock.tryAcquire(home);
        if (lock.isPresent()) {
            return new AcquiredHome(lock.get(), Optional.empty());
        }
        InstanceView view = view();
        throw new HomeHeldException(
                heldBy(view)
                        + nextStep(
                                view,
                                " Stop it with 'gateway stop', or start with --replace to take"
                                        + " over."));
    }

    /**
     * Stands by until the home is free: the kernel wakes this process when the holder ends.
     *
     * @param limit the maximum wait
     * @param notice receives one message before a wait begins
     * @throws HomeHeldException if it was not free in time
     */
    public AcquiredHome acquireWhenFree(Duration limit, Consumer<String> notice)
            throws IOException, InterruptedException, HomeHeldException {
        Optional<InstanceLock> lock = InstanceLock.acquire(home, Duration.ZERO);
        if (lock.isEmpty()) {
            SuccessorLock waiting = standBy(notice);
            try {
                lock = InstanceLock.acquire(home, limit);
            } finally {
                waiting.close();
            }
        }
        if (lock.isPresent()) {
            return new AcquiredHome(lock.get(), Optional.empty());
        }
        InstanceView view = view();
        throw new HomeHeldException(
                heldBy(view)
                        + " Waited "
                        + DurationFormat.rounded(limit)
                        + " for it to end."
                        + nextStep(view, " Stop it with 'gateway stop'."));
    }

    /**
     * Stands by as the successor that a restart launched, until the home is free.
     *
     * @param wanted asked regularly whether this process is still to take over
     * @param notice receives one message before a wait begins
     * @throws HomeHeldException if the restart is gone and the home is not free
     */
    public AcquiredHome acquireAsSuccessor(BooleanSupplier wanted, Consumer<String> notice)
            throws IOException, InterruptedException, HomeHeldException {
        Optional<InstanceLock> lock = InstanceLock.acquire(home, Duration.ZERO);
        if (lock.isEmpty()) {
            SuccessorLock waiting = standBy(notice);
            try {
                while (lock.isEmpty() && wanted.getAsBoolean()) {
                    lock = InstanceLock.acquire(home, CHECK_INTERVAL);
                }
            } finally {
                waiting.close();
            }
        }
        return new AcquiredHome(
                lock.orElseThrow(
                        () ->
                                new HomeHeldException(
                                        OperatorMessages.alreadyRunning(home, view().namedPid())
                                                + " The restart that launched this one is gone, and"
                                                + " it goes on; see 'gateway status'.")),
                Optional.empty());
    }

    /** Prepares the wait, and only then shows the holder that it can pass its home on. */
    private SuccessorLock standBy(Consumer<String> notice) throws InterruptedException {
        InstanceView view = view();
        Optional<Long> holder = view.namedPid();
        notice.accept(heldBy(view) + " Standing by to take over.");
        SuccessorLock waiting = mayOverlap ? SuccessorLock.hold(home) : SuccessorLock.none();
        events.publish(EventType.standby(holder));
        return waiting;
    }

    private String heldBy(InstanceView view) {
        return view.lock() instanceof LockStatus.Blocked blocked
                ? OperatorMessages.blocked(home, blocked)
                : OperatorMessages.alreadyRunning(home, view.namedPid());
    }

    /** Returns the operator's next step, here or only where the holder runs. */
    private String nextStep(InstanceView view, String ifReachable) {
        if (view.lock() instanceof LockStatus.Blocked) {
            return "";
        }
        return view.foreign() && view.holder().isEmpty()
                ? OperatorMessages.outOfReach()
                : ifReachable;
    }

    private InstanceView view() {
        return InstanceView.of(home, probe, holders);
    }
}

package dev.gateway.core.control;

import dev.gateway.core.event.EventStream;
import dev.gateway.core.event.EventType;
import dev.gateway.core.instance.GatewayHome;
import dev.gateway.core.instance.InstanceLock;
import dev.gateway.core.instance.InstanceView;
import dev.gateway.core.process.LockHolders;
import dev.gateway.core.process.ProcessProbe;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** How a starting gateway obtains the lock of its home. Used once, by one thread. */
public final class HomeClaim {

    private final GatewayHome home;
    private final ProcessProbe probe;
    private final LockHolders holders;
    private final EventStream events;

    /** A claim on {@code home}. */
    public HomeClaim(
            GatewayHome home, ProcessProbe probe, LockHolders holders, EventStream events) {
        this.home = home;
        this.probe = probe;
        this.holders = holders;
        this.events = events;
    }

    /**
     * Takes the home if it is free.
     *
     * @throws HomeHeldException if it is not
     */
    public Claim now() throws IOException, InterruptedException, HomeHeldException {
        Optional<InstanceLock> lock = InstanceLock.tryAcquire(home);
        if (lock.isPresent()) {
            return new Claim(lock.get(), Optional.empty());
        }
        InstanceView view = view();
        throw new HomeHeldException(
                Words.alreadyRunning(home, view.namedPid())
                        + nextStep(
                                view,
                                " Stop it with 'gateway stop', or start with --replace to take"
                                        + " over."));
    }

    /**
     * Stands by until the home is free: the kernel wakes this process when the holder ends.
     *
     * @param limit how long to wait at most
     * @param notice told once, if there is something to wait for, before it stands by
     * @throws HomeHeldException if it was not free in time
     */
    public Claim whenFree(Duration limit, Consumer<String> notice)
            throws IOException, InterruptedException, HomeHeldException {
        Optional<InstanceLock> free = InstanceLock.acquire(home, Duration.ZERO);
        if (free.isPresent()) {
            return new Claim(free.get(), Optional.empty());
        }
        Optional<Long> holder = view().namedPid();
        notice.accept(Words.alreadyRunning(home, holder) + " Standing by to take over.");
        events.publish(EventType.STANDBY, "holder_pid", holder.orElse(null));
        Optional<InstanceLock> lock = InstanceLock.acquire(home, limit);
        if (lock.isPresent()) {
            return new Claim(lock.get(), Optional.empty());
        }
        InstanceView view = view();
        throw new HomeHeldException(
                Words.alreadyRunning(home, view.namedPid())
                        + " Waited "
                        + Words.duration(limit)
                        + " for it to end."
                        + nextStep(view, " Stop it with 'gateway stop'."));
    }

    /** What an operator can do, here or only where the holder runs. */
    private String nextStep(InstanceView view, String ifReachable) {
        return view.foreign() && view.holder(probe).isEmpty() ? Words.outOfReach() : ifReachable;
    }

    private InstanceView view() {
        return InstanceView.of(home, probe, holders);
    }
}

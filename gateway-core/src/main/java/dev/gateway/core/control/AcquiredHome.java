package dev.gateway.core.control;

import dev.gateway.core.instance.InstanceLock;
import dev.gateway.core.process.KernelLock;
import java.util.Optional;

/**
 * A home that was obtained. The turn among several replacers ends with {@link #published()}, not
 * earlier: until the PID file says since when the home is taken, the next replacer could not know
 * that it lost.
 */
public final class AcquiredHome {

    private final InstanceLock lock;
    private final Optional<KernelLock> turn;

    AcquiredHome(InstanceLock lock, Optional<KernelLock> turn) {
        this.lock = lock;
        this.turn = turn;
    }

    /** The home. */
    public InstanceLock lock() {
        return lock;
    }

    /** To be called once the PID file is there, or when the start failed before it was. */
    public void published() {
        turn.ifPresent(KernelLock::close);
    }
}

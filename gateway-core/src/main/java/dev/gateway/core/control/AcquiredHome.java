package dev.gateway.core.control;

import dev.gateway.core.instance.InstanceLock;
import dev.gateway.core.process.KernelLock;
import java.util.Optional;

/**
 * An acquired home. It keeps the takeover lock until {@link #releaseTakeoverLock()}: before the PID
 * file tells since when the home is held, the next replacing process could not know that it lost.
 */
public final class AcquiredHome {

    private final InstanceLock lock;
    private final Optional<KernelLock> takeoverLock;

    AcquiredHome(InstanceLock lock, Optional<KernelLock> takeoverLock) {
        this.lock = lock;
        this.takeoverLock = takeoverLock;
    }

    /** Returns the lock of the home. */
    public InstanceLock lock() {
        return lock;
    }

    /**
     * Releases the takeover lock; called when the PID file exists, or when the start failed before.
     */
    public void releaseTakeoverLock() {
        takeoverLock.ifPresent(KernelLock::close);
    }
}

package dev.gateway.core.instance;

import dev.gateway.core.process.KernelLock;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * The right to run in a home: the kernel lock on {@code gateway.lock}. Held until the process ends
 * or has nothing left to do but to exit.
 */
public final class InstanceLock {

    /**
     * The time to retry: a probe by another process takes a shared lock for an instant, which must
     * not make a start fail.
     */
    private static final Duration GRACE = Duration.ofMillis(250);

    private final KernelLock lock;

    private InstanceLock(KernelLock lock) {
        this.lock = lock;
    }

    /**
     * Acquires the home if it is free.
     *
     * @throws IOException if the lock file cannot be created or opened
     */
    public static Optional<InstanceLock> tryAcquire(GatewayHome home)
            throws IOException, InterruptedException {
        return acquire(home, GRACE);
    }

    /**
     * Acquires the home, waiting up to {@code limit}.
     *
     * @throws IOException if the lock file cannot be created or opened
     */
    public static Optional<InstanceLock> acquire(GatewayHome home, Duration limit)
            throws IOException, InterruptedException {
        return KernelLock.acquire(home.lock(), limit).map(InstanceLock::new);
    }

    /** Returns whether the locked file is still the one at the lock's path. */
    public boolean isIntact() {
        return lock.isIntact();
    }

    /** Returns whether the kernel has dropped the lock although its file is the same. */
    public boolean isLost() {
        return lock.isLost();
    }

    /** Releases the home to the next waiting process: this process may not touch it from now on. */
    public void release() {
        lock.close();
    }
}

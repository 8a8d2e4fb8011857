package dev.gateway.core.instance;

import dev.gateway.core.process.KernelLock;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * The right to run in a home: the kernel lock on {@code gateway.lock}. Held until the process ends,
 * or until it has nothing left to do but to end.
 */
public final class InstanceLock {

    /**
     * A look from outside takes a shared lock for an instant; that must not cost anybody a start.
     */
    private static final Duration GRACE = Duration.ofMillis(250);

    private final KernelLock lock;

    private InstanceLock(KernelLock lock) {
        this.lock = lock;
    }

    /**
     * Takes the home if nobody has it.
     *
     * @throws IOException if the lock file cannot be made or opened
     */
    public static Optional<InstanceLock> tryAcquire(GatewayHome home)
            throws IOException, InterruptedException {
        return acquire(home, GRACE);
    }

    /**
     * Waits for the home.
     *
     * @throws IOException if the lock file cannot be made or opened
     */
    public static Optional<InstanceLock> acquire(GatewayHome home, Duration limit)
            throws IOException, InterruptedException {
        return KernelLock.acquire(home.lock(), limit).map(InstanceLock::new);
    }

    /** Whether the lock file is still the one that is locked. */
    public boolean isIntact() {
        return lock.isIntact();
    }

    /** Returns whether the kernel has dropped the lock although its file is the same. */
    public boolean isLost() {
        return lock.isLost();
    }

    /** Gives the home to whoever waits for it: nothing may be done in it from now on. */
    public void release() {
        lock.close();
    }
}

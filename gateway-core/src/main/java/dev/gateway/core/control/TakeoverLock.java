package dev.gateway.core.control;

import dev.gateway.core.instance.GatewayHome;
import dev.gateway.core.process.KernelLock;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * The lock that admits one restart or takeover at a time in a home. The kernel keeps it until it is
 * closed.
 */
public final class TakeoverLock implements AutoCloseable {

    private final KernelLock lock;

    private TakeoverLock(KernelLock lock) {
        this.lock = lock;
    }

    /**
     * Acquires the lock, waiting up to {@code limit}.
     *
     * @return empty if other processes held it for all of {@code limit}
     * @throws IOException if {@code takeover.lock} cannot be created or opened, or the request of a
     *     former holder not be removed
     */
    public static Optional<TakeoverLock> acquire(GatewayHome home, Duration limit)
            throws IOException, InterruptedException {
        Optional<KernelLock> lock = KernelLock.acquire(home.takeoverLock(), limit);
        if (lock.isPresent()) {
            try {
                HandoverRequest.remove(home); // of a former holder that died
            } catch (IOException e) {
                lock.get().close();
                throw e;
            }
        }
        return lock.map(TakeoverLock::new);
    }

    @Override
    public void close() {
        lock.close();
    }
}

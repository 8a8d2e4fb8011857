package dev.gateway.core.control;

import dev.gateway.core.instance.GatewayHome;
import dev.gateway.core.process.KernelLock;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** One restart or takeover at a time in a home. Kept by the kernel for as long as it is open. */
public final class TakeoverLock implements AutoCloseable {

    private final KernelLock lock;

    private TakeoverLock(KernelLock lock) {
        this.lock = lock;
    }

    /**
     * Waits for the turn.
     *
     * @return empty if others were at it for the whole of {@code limit}
     * @throws IOException if {@code takeover.lock} cannot be made or opened
     */
    public static Optional<TakeoverLock> take(GatewayHome home, Duration limit)
            throws IOException, InterruptedException {
        return KernelLock.acquire(home.takeoverLock(), limit).map(TakeoverLock::new);
    }

    @Override
    public void close() {
        lock.close();
    }
}

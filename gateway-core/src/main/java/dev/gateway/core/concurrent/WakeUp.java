package dev.gateway.core.concurrent;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * A wake-up signal with one permit: a signal without a waiting thread releases the next thread that
 * waits. Thread-safe.
 */
public final class WakeUp {

    private final Semaphore called = new Semaphore(0);

    /** Wakes the waiting thread, or the next one. */
    public void signal() {
        if (called.availablePermits() == 0) {
            called.release();
        }
    }

    /** Waits for {@link #signal}, at most {@code within}. */
    public void await(Duration within) throws InterruptedException {
        if (called.tryAcquire(within.toNanos(), TimeUnit.NANOSECONDS)) {
            called.drainPermits();
        }
    }
}

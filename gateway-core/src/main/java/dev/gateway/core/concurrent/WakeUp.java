package dev.gateway.core.concurrent;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Wakes one waiting thread. A call while no thread waits wakes the next one that does, once. */
public final class WakeUp {

    private final Semaphore called = new Semaphore(0);

    /** Wakes the thread that waits, or the next one. */
    public void signal() {
        if (called.availablePermits() == 0) {
            called.release();
        }
    }

    /** Returns after {@link #signal}, or when the time is over. */
    public void await(Duration within) throws InterruptedException {
        if (called.tryAcquire(within.toNanos(), TimeUnit.NANOSECONDS)) {
            called.drainPermits();
        }
    }
}

package dev.gateway.core.message;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Wakes one thread. Rung while nobody waits, it wakes the next who does, once. */
final class Bell {

    private final Semaphore rung = new Semaphore(0);

    void ring() {
        if (rung.availablePermits() == 0) {
            rung.release();
        }
    }

    /** Returns when the bell was rung or the time is over. */
    void await(Duration within) throws InterruptedException {
        if (rung.tryAcquire(within.toNanos(), TimeUnit.NANOSECONDS)) {
            rung.drainPermits();
        }
    }
}

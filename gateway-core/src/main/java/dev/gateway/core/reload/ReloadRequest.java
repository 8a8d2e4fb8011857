package dev.gateway.core.reload;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The wish that a gateway reads its config again. Wishes that come before the last one is taken are
 * one; one that comes while a reload goes on leads to another round after it. One that comes while
 * the gateway starts is kept until it is up. Thread-safe.
 */
public final class ReloadRequest {

    private boolean wanted;
    private boolean poked;

    /** Somebody wants it; returns at once. */
    public synchronized void request() {
        wanted = true;
        notifyAll();
    }

    /** Has whoever waits for a wish return without one. */
    synchronized void wakeUp() {
        poked = true;
        notifyAll();
    }

    /** Waits for a wish and takes it; false if it was poked, or there is none within the time. */
    synchronized boolean take(Duration within) throws InterruptedException {
        long end = System.nanoTime() + within.toNanos();
        long left = within.toNanos();
        while (!wanted && !poked && left > 0) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
            left = end - System.nanoTime();
        }
        boolean taken = wanted;
        wanted = false;
        poked = false;
        return taken;
    }
}

package dev.gateway.sim.network;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The network's state in one direction, for all connections through a proxy. */
final class RelayState {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean cut;
    private volatile long delayNanos;

    /** Lets no byte through until {@link #heal}. */
    void cut() {
        set(true);
    }

    /** Lets bytes through again, those first that were on the way. */
    void heal() {
        set(false);
    }

    private void set(boolean nowCut) {
        lock.lock();
        try {
            cut = nowCut;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Delays what is sent from now on. */
    void delay(Duration delay) {
        delayNanos = delay.toNanos();
    }

    /** Returns when bytes that are sent now may arrive, in nanoseconds of the monotonic clock. */
    long arrival() {
        return System.nanoTime() + delayNanos;
    }

    private static long left(long arrival) {
        return arrival - System.nanoTime();
    }

    /** Waits until the time has come and the line is not cut. */
    void await(long arrival) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            // A sleep would be rounded up to a millisecond.
            for (long left = left(arrival); left > 0; left = left(arrival)) {
                changed.awaitNanos(left);
            }
            while (cut) {
                changed.await();
            }
        } finally {
            lock.unlock();
        }
    }
}

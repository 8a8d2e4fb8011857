package dev.gateway.core.concurrent;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** Where those wait who bring more than there is room for. */
public final class BackpressureGate {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    /** Returns when there is room; looks by itself every second, as others may make room too. */
    public void await(BooleanSupplier there) throws InterruptedException {
        if (there.getAsBoolean()) {
            return;
        }
        lock.lockInterruptibly();
        try {
            while (!there.getAsBoolean()) {
                changed.await(1, TimeUnit.SECONDS);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Something changed: those who wait look again. */
    public void recheck() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}

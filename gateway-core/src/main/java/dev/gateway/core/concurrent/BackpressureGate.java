package dev.gateway.core.concurrent;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * A gate that blocks producers while a condition, such as free space, does not hold. Thread-safe.
 */
public final class BackpressureGate {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    /**
     * Waits until the condition holds. Checks it every second too, since other processes may change
     * it.
     */
    public void await(BooleanSupplier isOpen) throws InterruptedException {
        if (isOpen.getAsBoolean()) {
            return;
        }
        lock.lockInterruptibly();
        try {
            while (!isOpen.getAsBoolean()) {
                changed.await(1, TimeUnit.SECONDS);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Makes waiting threads check their condition now. */
    public void recheck() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}

package dev.gateway.core.concurrent;

import dev.gateway.core.time.Deadline;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A signal for any number of waiting threads, which misses none that was given since they looked.
 * No lock is held while they look, so giving it never waits for them. Thread-safe.
 */
public final class BroadcastSignal {

    private long count;
    private int waiting;

    /** Wakes all that wait. */
    public synchronized void signal() {
        count++;
        if (waiting > 0) {
            notifyAll();
        }
    }

    /** Returns how often it was given so far. */
    public synchronized long count() {
        return count;
    }

    /** Waits until it was given more than {@code seen} times, at most {@code within}. */
    public synchronized void awaitAfter(long seen, Duration within) throws InterruptedException {
        Deadline deadline = Deadline.after(within);
        waiting++;
        try {
            while (count == seen && !deadline.isExpired()) {
                TimeUnit.NANOSECONDS.timedWait(this, deadline.remaining().toNanos());
            }
        } finally {
            waiting--;
        }
    }
}

package dev.gateway.adapter.telegram;

import dev.gateway.core.time.Deadline;
import java.time.Duration;

/** Knows who is still inside, and lets nobody in once it is closed. Thread-safe. */
final class InFlightCounter {

    private int inside;
    private boolean closed;

    /** Goes in, to {@link #exit} later; false if it is closed. */
    synchronized boolean enter() {
        if (closed) {
            return false;
        }
        inside++;
        return true;
    }

    synchronized void exit() {
        inside--;
        notifyAll();
    }

    synchronized void close() {
        closed = true;
    }

    /** Waits until nobody is inside; false if somebody still is after that time. */
    synchronized boolean awaitEmpty(Duration within) throws InterruptedException {
        Deadline deadline = Deadline.after(within);
        while (inside > 0) {
            if (deadline.isExpired()) {
                return false;
            }
            wait(deadline.timeoutMillis());
        }
        return true;
    }
}

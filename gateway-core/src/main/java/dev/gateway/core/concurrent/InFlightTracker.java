package dev.gateway.core.concurrent;

import dev.gateway.core.time.Deadline;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The work in flight. After {@link #close} no work can start any more, so that its amount only
 * falls. Starting and closing are decided under one lock, which is never held for long.
 * Thread-safe.
 *
 * @param <T> one piece of work
 */
public class InFlightTracker<T> {

    private final Set<T> inFlight = new LinkedHashSet<>();
    private boolean closed;

    /** Adds the work until {@link #finish}; returns false if the tracker is closed. */
    public synchronized boolean tryStart(T work) {
        if (closed) {
            return false;
        }
        inFlight.add(work);
        return true;
    }

    /** Removes the work; returns false if it was not in flight. */
    public synchronized boolean finish(T work) {
        boolean removed = inFlight.remove(work);
        notifyAll();
        return removed;
    }

    /** Lets no further work start. */
    public synchronized void close() {
        closed = true;
    }

    /** Returns whether no further work can start. */
    public synchronized boolean isClosed() {
        return closed;
    }

    /** Returns the work in flight, the oldest first. */
    public synchronized List<T> inFlight() {
        return List.copyOf(inFlight);
    }

    /** Waits until no work is in flight; returns false if some is left after {@code within}. */
    public synchronized boolean awaitEmpty(Duration within) throws InterruptedException {
        Deadline deadline = Deadline.after(within);
        while (!inFlight.isEmpty()) {
            if (deadline.isExpired()) {
                return false;
            }
            wait(deadline.timeoutMillis());
        }
        return true;
    }
}

package dev.gateway.core.concurrent;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The work that is under way, and its end: whatever wants to begin after {@link #close} is refused,
 * so that from then on there is only ever less of it. Beginning and ending are decided under one
 * lock, which is never held for long. Thread-safe.
 *
 * @param <T> one piece of work
 */
public class InFlightTracker<T> {

    private final Set<T> underWay = new LinkedHashSet<>();
    private boolean over;

    /** Whether this may begin. Then it is under way until it is {@link #finish}. */
    public synchronized boolean tryStart(T work) {
        if (over) {
            return false;
        }
        underWay.add(work);
        return true;
    }

    /** It is under way no more. */
    public synchronized void finish(T work) {
        underWay.remove(work);
    }

    /** Nothing begins from now on. */
    public synchronized void close() {
        over = true;
    }

    /** Whether nothing begins any more. */
    public synchronized boolean isClosed() {
        return over;
    }

    /** What is under way, the oldest first. */
    public synchronized List<T> inFlight() {
        return List.copyOf(underWay);
    }
}

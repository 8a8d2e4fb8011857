package dev.gateway.core.reload;

import dev.gateway.core.time.Deadline;
import java.time.Duration;

/**
 * A request to reload the config. Requests before the last one is taken count as one; a request
 * during a reload leads to another reload after it. A request during start-up is kept until the
 * gateway is up. Thread-safe.
 */
public final class ReloadRequest {

    private boolean wanted;
    private boolean woken;

    /** Requests a reload; returns at once. */
    public synchronized void request() {
        wanted = true;
        notifyAll();
    }

    /** Makes a waiting {@link #take} return without a request. */
    synchronized void wakeUp() {
        woken = true;
        notifyAll();
    }

    /** Waits for a request and takes it; returns false if woken up or if there is none in time. */
    synchronized boolean take(Duration within) throws InterruptedException {
        Deadline end = Deadline.after(within);
        while (!wanted && !woken && !end.isExpired()) {
            wait(end.timeoutMillis());
        }
        boolean taken = wanted;
        wanted = false;
        woken = false;
        return taken;
    }
}

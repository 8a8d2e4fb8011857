package dev.gateway.core.concurrent;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Time limits of one length for many short pieces of work. Since all have the same length, the
 * oldest one ends first: at most one task of the timer is scheduled, whatever the number of limits,
 * and work that ends in time wakes no thread. Thread-safe.
 */
public final class Timeouts {

    private static final Logger LOG = LoggerFactory.getLogger(Timeouts.class);

    private final ScheduledExecutorService timer;
    private final long nanos;
    private final Set<Timeout> running = new LinkedHashSet<>();
    private boolean scheduled;

    /**
     * Creates limits.
     *
     * @param timer runs the actions of limits that are over, which must be short
     * @param length the length of each
     */
    public Timeouts(ScheduledExecutorService timer, Duration length) {
        this.timer = timer;
        this.nanos = length.toNanos();
    }

    /** Begins a limit; {@code action} runs if it is not closed in time. */
    public Timeout start(Runnable action) {
        var timeout = new Timeout(action, System.nanoTime() + nanos);
        synchronized (this) {
            running.add(timeout);
            if (!scheduled) {
                schedule(nanos);
            }
        }
        return timeout;
    }

    private synchronized void close(Timeout timeout) {
        running.remove(timeout);
    }

    private void schedule(long delay) {
        try {
            timer.schedule(this::expire, Math.max(0, delay), TimeUnit.NANOSECONDS);
            scheduled = true;
        } catch (RejectedExecutionException e) {
            LOG.debug("The timer has ended");
        }
    }

    private void expire() {
        for (Timeout timeout : over()) {
            try {
                timeout.action.run();
            } catch (RuntimeException | Error e) {
                LOG.error("The end of a time limit failed", e);
            }
        }
    }

    private synchronized List<Timeout> over() {
        scheduled = false;
        List<Timeout> over = new ArrayList<>();
        long now = System.nanoTime();
        for (Iterator<Timeout> oldest = running.iterator(); oldest.hasNext(); ) {
            Timeout next = oldest.next();
            if (next.end - now > 0) {
                schedule(next.end - now);
                break;
            }
            oldest.remove();
            over.add(next);
        }
        return over;
    }

    /** One running time limit. */
    public final class Timeout implements AutoCloseable {

        private final Runnable action;
        private final long end;

        private Timeout(Runnable action, long end) {
            this.action = action;
            this.end = end;
        }

        /** Ends the limit. An action that has begun goes on. */
        @Override
        public void close() {
            Timeouts.this.close(this);
        }
    }
}

package dev.gateway.core.concurrent;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A throttle of work that many small changes ask for: the first change is worked on at once, and
 * those that follow together, after a pause that grows with the time that the work takes. So a
 * thousand changes in a second cost a part of a CPU only, however long one round is. {@link #await}
 * is for the thread that works; {@link #end} is thread-safe.
 */
public final class AdaptiveThrottle {

    /** The pause, as a multiple of the time that the last round took. */
    private static final int PAUSE_FACTOR = 10;

    private final Duration shortest;
    private final Duration longest;
    private final CountDownLatch ended = new CountDownLatch(1);
    private long due = System.nanoTime();

    /**
     * Creates a throttle.
     *
     * @param shortest the shortest pause between two rounds
     * @param longest the longest pause, however long a round took
     */
    public AdaptiveThrottle(Duration shortest, Duration longest) {
        this.shortest = shortest;
        this.longest = longest;
    }

    /** Waits until the next round is due; returns at once if the last one is long over. */
    public void await() throws InterruptedException {
        ended.await(due - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    /** Runs one round and takes its time. */
    public void run(Runnable work) {
        long began = System.nanoTime();
        try {
            work.run();
        } finally {
            long now = System.nanoTime();
            long pause = PAUSE_FACTOR * (now - began);
            due = now + Math.max(shortest.toNanos(), Math.min(longest.toNanos(), pause));
        }
    }

    /** Ends all waits, also later ones. */
    public void end() {
        ended.countDown();
    }
}

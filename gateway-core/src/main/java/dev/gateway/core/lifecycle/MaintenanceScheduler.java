package dev.gateway.core.lifecycle;

import dev.gateway.core.concurrent.AdaptiveThrottle;
import dev.gateway.core.concurrent.SupervisedLoop;
import dev.gateway.core.concurrent.WakeUp;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The periodic work of a running gateway and the work after changes, on one daemon thread {@code
 * gateway-tick}. Changes that follow each other closely are worked on together.
 */
final class MaintenanceScheduler {

    private static final Logger LOG = LoggerFactory.getLogger(MaintenanceScheduler.class);

    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(20);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);
    private static final Duration LAST_ROUND = Duration.ofSeconds(1);

    private final Runnable everySecond;
    private final Runnable afterChanges;
    private final Runnable guard;
    private final AdaptiveThrottle throttle = new AdaptiveThrottle(SHORTEST_PAUSE, LONGEST_PAUSE);
    private final WakeUp wakeUp = new WakeUp();
    private final SupervisedLoop loop;
    private long tickedAt;
    private final ReentrantLock working = new ReentrantLock();
    private boolean paused;
    private long guardedAt;

    /**
     * Creates a scheduler that is not started.
     *
     * @param everySecond the work of every second, that after changes included
     * @param afterChanges the work after changes
     * @param guard the check of every {@link HomeMonitor#INTERVAL}
     */
    MaintenanceScheduler(Runnable everySecond, Runnable afterChanges, Runnable guard) {
        this.everySecond = everySecond;
        this.afterChanges = afterChanges;
        this.guard = guard;
        this.loop = new SupervisedLoop("gateway-tick", this::round, wakeUp::signal);
    }

    void start() {
        tickedAt = System.nanoTime();
        guardedAt = tickedAt;
        loop.start();
    }

    /** Returns the loop, for the monitor. */
    SupervisedLoop loop() {
        return loop;
    }

    /**
     * Reports a change: the work after changes is done right away, on the tick thread, or shortly
     * after the last time.
     */
    void changed() {
        wakeUp.signal();
    }

    /**
     * Pauses the work: none is done after the return.
     *
     * @return false if it hangs, so that it is not paused
     */
    boolean pause() throws InterruptedException {
        if (!working.tryLock(LAST_ROUND.toMillis(), TimeUnit.MILLISECONDS)) {
            return false;
        }
        try {
            paused = true;
            return true;
        } finally {
            working.unlock();
        }
    }

    /** Ends a pause. */
    void resume() {
        working.lock();
        try {
            paused = false;
        } finally {
            working.unlock();
        }
        wakeUp.signal();
    }

    /**
     * Stops the scheduler. Work in progress may finish, without an interrupt that would tear its
     * file: nothing is written after the return.
     */
    void stop() {
        throttle.end();
        loop.stop();
        try {
            loop.thread().join(LAST_ROUND.toMillis());
            if (loop.thread().isAlive()) {
                LOG.warn("A periodic task hangs and is left behind");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void round() throws InterruptedException {
        wakeUp.await(EVERY.minusNanos(System.nanoTime() - tickedAt));
        throttle.await();
        wakeUp.await(Duration.ZERO); // The changes during the pause are part of this round.
        working.lockInterruptibly();
        try {
            if (paused) {
                isTick(); // The next second begins all the same.
            } else if (!loop.isStopped()) {
                work();
            }
        } finally {
            working.unlock();
        }
    }

    private void work() {
        try {
            throttle.run(isTick() ? everySecond : afterChanges);
        } finally {
            long now = System.nanoTime();
            if (now - guardedAt >= HomeMonitor.INTERVAL.toNanos()) {
                guardedAt = now;
                guard.run();
            }
        }
    }

    private boolean isTick() {
        long now = System.nanoTime();
        if (now - tickedAt < EVERY.toNanos()) {
            return false;
        }
        tickedAt = now;
        return true;
    }
}

package dev.gateway.core.lifecycle;

import dev.gateway.core.concurrent.SupervisedLoop;
import dev.gateway.core.concurrent.WakeUp;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The periodic work of a running gateway, on one daemon thread {@code gateway-tick}. */
final class MaintenanceScheduler {

    private static final Logger LOG = LoggerFactory.getLogger(MaintenanceScheduler.class);

    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final Duration LAST_ROUND = Duration.ofSeconds(1);

    private final Runnable everySecond;
    private final Runnable guard;
    private final WakeUp wakeUp = new WakeUp();
    private final SupervisedLoop loop;
    private long guardedAt;

    MaintenanceScheduler(Runnable everySecond, Runnable guard) {
        this.everySecond = everySecond;
        this.guard = guard;
        this.loop = new SupervisedLoop("gateway-tick", this::round, wakeUp::signal);
    }

    void start() {
        guardedAt = System.nanoTime();
        loop.start();
    }

    /** Returns the loop, for the monitor. */
    SupervisedLoop loop() {
        return loop;
    }

    /** Runs the work of every second right away, on the tick thread. */
    void runNow() {
        wakeUp.signal();
    }

    /**
     * Stops the scheduler. Work in progress may finish, without an interrupt that would tear its
     * file: nothing is written after the return.
     */
    void stop() {
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
        wakeUp.await(EVERY);
        if (loop.isStopped()) {
            return;
        }
        try {
            everySecond.run();
        } finally {
            long now = System.nanoTime();
            if (now - guardedAt >= HomeMonitor.INTERVAL.toNanos()) {
                guardedAt = now;
                guard.run();
            }
        }
    }
}

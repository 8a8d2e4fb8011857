package dev.gateway.core.lifecycle;

import dev.gateway.core.concurrent.SupervisedLoop;
import dev.gateway.core.concurrent.WakeUp;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a running gateway does every so often, on one daemon thread {@code gateway-tick}. */
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

    /** What does it, to be supervised. */
    SupervisedLoop loop() {
        return loop;
    }

    /** Does what is done every second right away, on the tick thread. */
    void runNow() {
        wakeUp.signal();
    }

    /**
     * Ends it. What it is doing may finish, without an interrupt that would tear the file it
     * writes: nothing is written behind the back of whoever stopped it.
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

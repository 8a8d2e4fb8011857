package dev.gateway.core.lifecycle;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a running gateway does by the clock, on one daemon thread {@code gateway-tick}. */
final class Ticker {

    private static final Logger LOG = LoggerFactory.getLogger(Ticker.class);

    private static final Duration LAST_ROUND = Duration.ofSeconds(1);

    private final Runnable everySecond;
    private final Runnable guard;
    private final ScheduledThreadPoolExecutor executor;
    private volatile long rounds;

    Ticker(Runnable everySecond, Runnable guard) {
        this.everySecond =
                safe(
                        () -> {
                            rounds++; // only the tick thread writes it
                            everySecond.run();
                        });
        this.guard = safe(guard);
        this.executor =
                new ScheduledThreadPoolExecutor(
                        1,
                        work -> {
                            Thread thread = new Thread(work, "gateway-tick");
                            thread.setDaemon(true);
                            return thread;
                        });
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    void start() {
        long guardMillis = HomeGuard.INTERVAL.toMillis();
        executor.scheduleWithFixedDelay(everySecond, 1, 1, TimeUnit.SECONDS);
        executor.scheduleWithFixedDelay(guard, guardMillis, guardMillis, TimeUnit.MILLISECONDS);
    }

    /** How often it has done what is done every second. */
    long rounds() {
        return rounds;
    }

    /** Does what is done every second right away, on the tick thread. */
    void soon() {
        try {
            executor.execute(everySecond);
        } catch (RejectedExecutionException e) {
            LOG.debug("The gateway has stopped", e);
        }
    }

    /**
     * Ends it. What it is doing may finish, without an interrupt that would tear the file it
     * writes: nothing is written behind the back of whoever stopped it.
     */
    void stop() {
        executor.shutdown();
        try {
            if (!executor.awaitTermination(LAST_ROUND.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("A periodic task hangs and is left behind");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Runnable safe(Runnable work) {
        return () -> {
            try {
                work.run();
            } catch (RuntimeException e) {
                LOG.warn("A periodic task failed: {}", e, e);
            }
        };
    }
}

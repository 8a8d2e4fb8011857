package dev.gateway.core.shutdown;

import dev.gateway.core.concurrent.DaemonThreads;
import dev.gateway.core.time.Deadline;
import dev.gateway.core.time.DurationFormat;
import java.time.Duration;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A timer that ends the process when a stop exceeds its budget, whatever hangs. It owns two daemon
 * threads: one reports and cleans up, the other only halts the JVM a little later, in case the
 * cleanup hangs as well. {@link #prepare} makes them in advance: when a stop is due because no
 * thread can be made any more, it would be too late.
 */
public final class Watchdog {

    private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);
    private static final Duration CLEANUP_TIME = Duration.ofMillis(500);

    private final IntConsumer halt;
    private final Runnable cleanUp;
    private Deadline end;
    private Duration budget = Duration.ZERO;
    private boolean over;
    private boolean prepared;

    /**
     * Creates a watchdog at rest.
     *
     * @param halt the end of the process with a status, as {@link Runtime#halt}
     * @param cleanUp the work to do before: short, and safe at any moment
     */
    public Watchdog(IntConsumer halt, Runnable cleanUp) {
        this.halt = halt;
        this.cleanUp = cleanUp;
    }

    /** Creates the threads, which wait for {@link #arm}. Idempotent. */
    public synchronized void prepare() {
        if (!prepared) {
            DaemonThreads.single("watchdog").newThread(this::expire).start();
            DaemonThreads.single("watchdog-halt").newThread(this::haltLater).start();
            prepared = true;
        }
    }

    /** Starts the {@code budget} of the stop; a budget that has been started goes on. */
    public synchronized void arm(Duration limit) {
        if (end == null) {
            rearm(limit);
        }
    }

    /** Starts the {@code budget} of another stage of the stop, instead of the one before. */
    public synchronized void rearm(Duration limit) {
        prepare();
        budget = limit;
        end = Deadline.after(limit);
        notifyAll();
    }

    /** Returns to rest, after a stop that was withdrawn. */
    public synchronized void rest() {
        end = null;
        notifyAll();
    }

    /** Ends the watchdog after a stop that ended by itself. */
    public synchronized void disarm() {
        over = true;
        notifyAll();
    }

    private void expire() {
        if (endsInTime()) {
            return;
        }
        try {
            LOG.error(
                    "The stop took longer than its budget of {}; ending.",
                    DurationFormat.rounded(budget()));
            cleanUp();
            ThreadStackLogger.logAll(LOG);
        } finally {
            halt.accept(ExitCode.INTERNAL.number());
        }
    }

    private synchronized Duration budget() {
        return budget;
    }

    private void haltLater() {
        if (!endsInTime() && !endsWithin(CLEANUP_TIME)) {
            halt.accept(ExitCode.INTERNAL.number());
        }
    }

    /** Waits for the end of the stop; returns false once its budget has passed. */
    private synchronized boolean endsInTime() {
        while (!over) {
            if (end != null && end.isExpired()) {
                return false;
            }
            await(end == null ? 0 : end.timeoutMillis());
        }
        return true;
    }

    private synchronized boolean endsWithin(Duration limit) {
        Deadline deadline = Deadline.after(limit);
        while (!over && !deadline.isExpired()) {
            await(deadline.timeoutMillis());
        }
        return over;
    }

    /** Waits for a change; 0 is no limit. */
    private void await(long millis) {
        try {
            wait(millis);
        } catch (InterruptedException e) {
            LOG.debug("An interrupt does not end the watchdog", e);
        }
    }

    private void cleanUp() {
        try {
            cleanUp.run();
        } catch (RuntimeException | Error e) {
            LOG.error("Cleaning up failed", e);
        }
    }
}

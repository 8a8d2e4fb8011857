package dev.gateway.core.shutdown;

import dev.gateway.core.concurrent.DaemonThreads;
import dev.gateway.core.time.DurationFormat;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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
    private final CompletableFuture<Duration> armed = new CompletableFuture<>();
    private final CountDownLatch over = new CountDownLatch(1);
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
            DaemonThreads.single("watchdog").newThread(() -> expire(armed.join())).start();
            DaemonThreads.single("watchdog-halt")
                    .newThread(() -> haltAfter(armed.join().plus(CLEANUP_TIME)))
                    .start();
            prepared = true;
        }
    }

    /** Starts the {@code budget} of the stop; only the first call counts. */
    public void arm(Duration budget) {
        prepare();
        armed.complete(budget);
    }

    /** Ends the watchdog after a stop that ended by itself. */
    public void disarm() {
        over.countDown();
        armed.complete(Duration.ZERO);
    }

    private void expire(Duration budget) {
        if (endsWithin(budget)) {
            return;
        }
        try {
            LOG.error(
                    "The stop took longer than its budget of {}; ending.",
                    DurationFormat.rounded(budget));
            cleanUp();
            ThreadStackLogger.logAll(LOG);
        } finally {
            halt.accept(ExitCode.INTERNAL.number());
        }
    }

    private void cleanUp() {
        try {
            cleanUp.run();
        } catch (RuntimeException | Error e) {
            LOG.error("Cleaning up failed", e);
        }
    }

    private void haltAfter(Duration limit) {
        if (!endsWithin(limit)) {
            halt.accept(ExitCode.INTERNAL.number());
        }
    }

    private boolean endsWithin(Duration limit) {
        while (true) {
            try {
                return over.await(limit.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                LOG.debug("Nobody may interrupt the watchdog", e);
            }
        }
    }
}

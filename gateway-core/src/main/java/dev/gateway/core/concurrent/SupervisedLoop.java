package dev.gateway.core.concurrent;

import dev.gateway.core.time.Deadline;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An endless loop on a daemon thread of its own. A round that throws, an {@link Error} included, is
 * logged and counted. The next round begins after a pause that grows with each failure in a row: a
 * thread that cannot be made or a moment without memory must not end work that has to go on for the
 * life of the process. A supervisor can ask for the number of rounds, for the failures and for the
 * state of the thread.
 *
 * <p>An interrupt ends the present round; it ends the loop only after {@link #stop}. Thread-safe.
 */
public final class SupervisedLoop {

    private static final Logger LOG = LoggerFactory.getLogger(SupervisedLoop.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration MAX_PAUSE = Duration.ofSeconds(1);
    private static final Duration FALLBACK_PAUSE = Duration.ofMillis(100);

    private final String name;
    private final Round round;
    private final Runnable wake;
    private final LongSupplier nanos;
    private final Thread thread;
    private volatile long rounds;
    private volatile boolean started;
    private volatile boolean stopped;
    private volatile FailureStreak streak;

    /** The work of a round. It may wait while there is nothing to do. */
    @FunctionalInterface
    public interface Round {

        /**
         * Runs one round.
         *
         * @throws Exception of any kind, which fails this round and no other
         */
        void run() throws Exception;
    }

    /**
     * A row of failures.
     *
     * @param times the number of failures
     * @param sinceNanos the time of the first failure, as {@link System#nanoTime}
     * @param last the latest failure
     */
    public record FailureStreak(int times, long sinceNanos, Throwable last) {

        /** Returns whether the cause lies outside the process and may pass at any time. */
        public boolean isExternal() {
            return last instanceof IOException;
        }

        /**
         * Returns the latest failure in one line; repeats only messages of exceptions that are
         * meant for the operator.
         */
        public String reason() {
            boolean telling = isExternal() || last instanceof VirtualMachineError;
            String kind = last.getClass().getSimpleName();
            return telling && last.getMessage() != null
                    ? last.getMessage()
                    : kind + " (see the log)";
        }
    }

    /**
     * Creates a loop that has not begun.
     *
     * @param name the name of the loop and of its thread
     * @param wake ends the wait of a round soon; does nothing where a round may last as long as it
     *     likes
     */
    public SupervisedLoop(String name, Round round, Runnable wake) {
        this(name, round, wake, DaemonThreads.single(name));
    }

    /** Creates a loop with a thread of the given factory. */
    public SupervisedLoop(String name, Round round, Runnable wake, ThreadFactory threads) {
        this(name, round, wake, threads, System::nanoTime);
    }

    SupervisedLoop(
            String name, Round round, Runnable wake, ThreadFactory threads, LongSupplier nanos) {
        this.name = name;
        this.round = round;
        this.wake = wake;
        this.nanos = nanos;
        this.thread = threads.newThread(this::run);
    }

    /**
     * Starts the loop. The caller repeats the call until it returns.
     *
     * @throws OutOfMemoryError if no thread can be made now
     */
    public void start() {
        thread.start();
        started = true;
    }

    /**
     * Ends the loop after the present round, and a pause after a failure at once; returns
     * immediately.
     */
    public void stop() {
        stopped = true;
        LockSupport.unpark(thread);
        wake.run();
    }

    /** Interrupts the present round. */
    public void interrupt() {
        thread.interrupt();
    }

    /** Returns whether the loop has been started. */
    public boolean isStarted() {
        return started;
    }

    /** Returns the name of the loop. */
    public String name() {
        return name;
    }

    /** Returns the thread of the loop. */
    public Thread thread() {
        return thread;
    }

    /** Returns whether the loop has been stopped. */
    public boolean isStopped() {
        return stopped;
    }

    /** Returns whether the thread has ended although the loop was not stopped. */
    public boolean isDead() {
        return started && !stopped && !thread.isAlive();
    }

    /** Returns the number of rounds and of reports of progress. */
    public long rounds() {
        return rounds;
    }

    /** Reports that a long round makes progress; called by the round itself. */
    public void progressed() {
        rounds++; // Only the thread of the loop writes it.
    }

    /** Ends the wait of a round soon. */
    public void wake() {
        wake.run();
    }

    /**
     * Returns the failures since the last successful round; empty if the latest round succeeded.
     */
    public Optional<FailureStreak> failureStreak() {
        return Optional.ofNullable(streak);
    }

    private void run() {
        while (!stopped) {
            progressed();
            try {
                round.run();
                succeeded();
            } catch (InterruptedException e) {
                Thread.interrupted();
            } catch (Throwable e) { // NOPMD: an Error must not end it
                failed(e);
            }
        }
    }

    /**
     * Reports that the work of this round is done and the failures before it are over; called by a
     * round that waits afterwards. A round that returns has succeeded anyway.
     */
    public void succeeded() {
        FailureStreak before = streak;
        if (before != null) {
            streak = null;
            LOG.info("{} goes on after {} failures.", name, before.times());
        }
    }

    /**
     * Counts and logs a failure, and pauses. Even this can fail without memory; the loop goes on
     * all the same.
     */
    private void failed(Throwable failure) {
        try {
            FailureStreak before = streak;
            int times = before == null ? 1 : before.times() + 1;
            long since = before == null ? nanos.getAsLong() : before.sinceNanos();
            streak = new FailureStreak(times, since, failure);
            if (stopped) {
                return;
            }
            if (times == 1) {
                LOG.error("{} failed, trying again: {}", name, streak.reason(), failure);
            } else if (Integer.bitCount(times) == 1) {
                LOG.error("{} failed {} times in a row: {}", name, times, streak.reason());
            }
            pause(times);
        } catch (Throwable again) { // NOPMD: see above
            LockSupport.parkNanos(FALLBACK_PAUSE.toNanos());
        }
    }

    private void pause(int times) {
        long length =
                Math.min(MAX_PAUSE.toNanos(), FIRST_PAUSE.toNanos() << Math.min(times - 1, 10));
        Deadline end = Deadline.after(Duration.ofNanos(length));
        while (!stopped && !end.isExpired()) {
            LockSupport.parkNanos(this, end.remaining().toNanos());
            if (Thread.interrupted()) {
                return;
            }
        }
    }
}

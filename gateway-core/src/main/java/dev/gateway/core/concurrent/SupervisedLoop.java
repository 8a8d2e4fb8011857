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
 * logged and counted, and the next one begins after a pause that grows with each failure in a row:
 * a thread that cannot be made or memory that is used up for a moment must not end what has to go
 * on for as long as the process lives. Whoever supervises it asks how often it has gone round, for
 * how long it has been failing, and whether its thread is still there.
 *
 * <p>An interrupt ends the present round, and the loop only after {@link #stop}. Thread-safe.
 */
public final class SupervisedLoop {

    private static final Logger LOG = LoggerFactory.getLogger(SupervisedLoop.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LAST_RESORT = Duration.ofMillis(100);

    private final String name;
    private final Round round;
    private final Runnable wake;
    private final LongSupplier nanos;
    private final Thread thread;
    private volatile long rounds;
    private volatile boolean started;
    private volatile boolean stopped;
    private volatile Failing failing;

    /** What is done again and again. It may wait for as long as there is nothing to do. */
    @FunctionalInterface
    public interface Round {

        /**
         * Does it once.
         *
         * @throws Exception of any kind, which fails this round and no other
         */
        void run() throws Exception;
    }

    /**
     * Failures in a row.
     *
     * @param times how many
     * @param sinceNanos when the first of them was, as {@link System#nanoTime}
     * @param last the latest
     */
    public record Failing(int times, long sinceNanos, Throwable last) {

        /** Whether the world outside the process is the cause, which may pass after any time. */
        public boolean isExternal() {
            return last instanceof IOException;
        }

        /** The latest failure in one line; only the words of exceptions that are for people. */
        public String reason() {
            boolean telling = isExternal() || last instanceof VirtualMachineError;
            String kind = last.getClass().getSimpleName();
            return telling && last.getMessage() != null
                    ? last.getMessage()
                    : kind + " (see the log)";
        }
    }

    /**
     * A loop that has not begun.
     *
     * @param name of the loop and of its thread
     * @param wake has a round that waits return soon; of a loop whose rounds may last as long as
     *     they like it does nothing
     */
    public SupervisedLoop(String name, Round round, Runnable wake) {
        this(name, round, wake, DaemonThreads.single(name));
    }

    /** A loop whose thread comes from there. */
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
     * Begins. To be called until it returns.
     *
     * @throws OutOfMemoryError if no thread can be made now
     */
    public void start() {
        thread.start();
        started = true;
    }

    /** Lets no further round begin and ends a pause after a failure; returns at once. */
    public void stop() {
        stopped = true;
        LockSupport.unpark(thread);
        wake.run();
    }

    /** Interrupts the present round. */
    public void interrupt() {
        thread.interrupt();
    }

    /** Whether it has begun. */
    public boolean isStarted() {
        return started;
    }

    /** Its name. */
    public String name() {
        return name;
    }

    /** Its thread. */
    public Thread thread() {
        return thread;
    }

    /** Whether no further round begins. */
    public boolean isStopped() {
        return stopped;
    }

    /** Whether its thread has ended although it was not stopped. */
    public boolean isDead() {
        return started && !stopped && !thread.isAlive();
    }

    /** How often it has moved. */
    public long rounds() {
        return rounds;
    }

    /** Says that a round that takes its time goes on; to be called by the round itself. */
    public void progressed() {
        rounds++; // only the thread of the loop writes it
    }

    /** Has a round that waits return soon. */
    public void wake() {
        wake.run();
    }

    /** The failures since the last round that went well; empty if that was the latest one. */
    public Optional<Failing> failing() {
        return Optional.ofNullable(failing);
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
     * Says that the work of this round is done and the failures before it are over; to be called by
     * a round that waits afterwards. One that returns has succeeded anyway.
     */
    public void succeeded() {
        Failing before = failing;
        if (before != null) {
            failing = null;
            LOG.info("{} goes on after {} failures.", name, before.times());
        }
    }

    /** Memory may be used up: then even this fails, and the loop goes on all the same. */
    private void failed(Throwable failure) {
        try {
            Failing before = failing;
            int times = before == null ? 1 : before.times() + 1;
            long since = before == null ? nanos.getAsLong() : before.sinceNanos();
            failing = new Failing(times, since, failure);
            if (stopped) {
                return;
            }
            if (times == 1) {
                LOG.error("{} failed, trying again: {}", name, failing.reason(), failure);
            } else if (Integer.bitCount(times) == 1) {
                LOG.error("{} failed {} times in a row: {}", name, times, failing.reason());
            }
            pause(times);
        } catch (Throwable again) { // NOPMD: see above
            LockSupport.parkNanos(LAST_RESORT.toNanos());
        }
    }

    private void pause(int times) {
        long length =
                Math.min(LONGEST_PAUSE.toNanos(), FIRST_PAUSE.toNanos() << Math.min(times - 1, 10));
        Deadline end = Deadline.after(Duration.ofNanos(length));
        while (!stopped && !end.isExpired()) {
            LockSupport.parkNanos(this, end.remaining().toNanos());
            if (Thread.interrupted()) {
                return;
            }
        }
    }
}

package dev.gateway.core.supervision;

import dev.gateway.core.time.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A step of the end of one platform with a time limit, on a thread of its own that can be
 * abandoned: the end of its session, or its disconnect.
 */
final class DisconnectTask {

    private static final Logger LOG = LoggerFactory.getLogger(DisconnectTask.class);

    private final PlatformSupervisor supervisor;
    private final ThreadFactory threads;
    private final Duration limit;
    private final Step step;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final List<Runnable> whenOver = new ArrayList<>();
    private volatile Thread thread;
    private volatile boolean disconnected;
    private volatile long began;
    private volatile Deadline deadline;
    private volatile Duration waited = Duration.ZERO;

    /** A step that returns only if it is done. */
    @FunctionalInterface
    interface Step {
        void run(Duration within) throws InterruptedException;
    }

    DisconnectTask(
            PlatformSupervisor supervisor, ThreadFactory threads, Duration limit, Step step) {
        this.supervisor = supervisor;
        this.threads = threads;
        this.limit = limit;
        this.step = step;
    }

    /** Starts the task; its time counts from the first call, which alone has an effect. */
    synchronized void start() {
        if (deadline != null) {
            return;
        }
        began = System.nanoTime();
        deadline = Deadline.after(limit);
        Thread own = threads.newThread(this::run);
        thread = own;
        try {
            own.start();
        } catch (OutOfMemoryError e) {
            // The stop continues without it: only this platform is abandoned.
            LOG.error("{}: no thread can be created to disconnect it", supervisor.name(), e);
            end();
        }
    }

    private void run() {
        try {
            step.run(limit);
            disconnected = true;
        } catch (InterruptedException | RuntimeException | Error e) {
            LOG.debug("{}: did not let go", supervisor.name(), e);
        } finally {
            end();
        }
    }

    private void end() {
        List<Runnable> told;
        synchronized (whenOver) {
            ended.countDown();
            told = List.copyOf(whenOver);
        }
        told.forEach(Runnable::run);
    }

    /** Runs {@code action} at the end of the task, or now if it is over; it must be quick. */
    void whenOver(Runnable action) {
        synchronized (whenOver) {
            if (!isOver()) {
                whenOver.add(action);
                return;
            }
        }
        action.run();
    }

    /** Returns whether it was started. */
    boolean isStarted() {
        return deadline != null;
    }

    /** Returns whether its time limit has passed. */
    boolean isDue() {
        return deadline.isExpired();
    }

    /** Returns the rest of its time. */
    Duration remaining() {
        return deadline.remaining();
    }

    /** Returns whether it has ended, with or without success. */
    boolean isOver() {
        return ended.getCount() == 0;
    }

    PlatformSupervisor supervisor() {
        return supervisor;
    }

    /** Waits for the end, at most for the task's own limit and until {@code deadline}. */
    void await(Deadline patience) throws InterruptedException {
        Deadline earlier = patience.orAfter(deadline.remaining());
        ended.await(earlier.remaining().toNanos(), TimeUnit.NANOSECONDS);
        waited = Duration.ofNanos(System.nanoTime() - began);
    }

    /** Waits for the end, at most until {@code limit}. */
    void awaitEnd(Deadline limit) throws InterruptedException {
        ended.await(limit.remaining().toNanos(), TimeUnit.NANOSECONDS);
    }

    boolean hasDisconnected() {
        return disconnected;
    }

    /** Interrupts a step that took too long, as its last chance to end. */
    void interrupt() {
        Thread own = thread;
        if (own != null) {
            own.interrupt();
        }
    }

    /** Returns the time that was waited before the interrupt. */
    Duration waited() {
        return waited;
    }

    /** Returns the threads on which it may hang. */
    List<Thread> threads() {
        Thread own = thread;
        return own == null ? List.of(supervisor.thread()) : List.of(own, supervisor.thread());
    }
}

package dev.gateway.core.supervision;

import dev.gateway.core.time.Deadline;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The disconnect of one platform, on a thread of its own that can be abandoned. */
public final class DisconnectTask {

    private static final Logger LOG = LoggerFactory.getLogger(DisconnectTask.class);

    private final PlatformSupervisor supervisor;
    private final Duration limit;
    private final Thread thread;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean disconnected;
    private volatile long began;
    private volatile Deadline deadline;
    private volatile Duration waited = Duration.ZERO;

    DisconnectTask(PlatformSupervisor supervisor) {
        this.supervisor = supervisor;
        this.limit = supervisor.config().disconnectTimeout();
        this.thread = new Thread(this::run, "disconnect-" + supervisor.name());
        thread.setDaemon(true);
    }

    /** Starts the task unless a reload has started it already. */
    synchronized void start() {
        if (deadline != null) {
            return;
        }
        began = System.nanoTime();
        deadline = Deadline.after(limit);
        try {
            thread.start();
        } catch (OutOfMemoryError e) {
            // The stop continues without it: only this platform is abandoned.
            LOG.error("{}: no thread can be created to disconnect it", supervisor.name(), e);
            ended.countDown();
        }
    }

    private void run() {
        try {
            supervisor.disconnect(limit);
            disconnected = true;
        } catch (InterruptedException | RuntimeException | Error e) {
            LOG.debug("{}: did not let go", supervisor.name(), e);
        } finally {
            ended.countDown();
        }
    }

    /** Returns whether its time limit has passed. */
    boolean isDue() {
        return deadline.isExpired();
    }

    /** Returns whether it has ended, with or without success. */
    boolean isOver() {
        return ended.getCount() == 0;
    }

    public PlatformSupervisor supervisor() {
        return supervisor;
    }

    Duration limit() {
        return limit;
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

    /** Interrupts a disconnect that took too long, as its last chance to end. */
    void interrupt() {
        thread.interrupt();
    }

    /** Returns the time that was waited before the interrupt. */
    Duration waited() {
        return waited;
    }

    /** Returns the threads on which it may hang. */
    List<Thread> threads() {
        return List.of(thread, supervisor.thread());
    }
}

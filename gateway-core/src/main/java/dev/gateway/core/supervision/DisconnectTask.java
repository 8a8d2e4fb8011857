package dev.gateway.core.supervision;

import dev.gateway.core.time.Deadline;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One platform's disconnect, on a thread of its own that can be left behind. */
public final class DisconnectTask {

    private static final Logger LOG = LoggerFactory.getLogger(DisconnectTask.class);

    private final PlatformSupervisor supervisor;
    private final Duration limit;
    private final Thread thread;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean letGo;
    private volatile long began;
    private volatile Deadline deadline;
    private volatile Duration waited = Duration.ZERO;

    DisconnectTask(PlatformSupervisor supervisor) {
        this.supervisor = supervisor;
        this.limit = supervisor.config().disconnectTimeout();
        this.thread = new Thread(this::run, "disconnect-" + supervisor.name());
        thread.setDaemon(true);
    }

    /** Begins it, if that has not been done: a reload may have, before a stop came. */
    synchronized void start() {
        if (deadline != null) {
            return;
        }
        began = System.nanoTime();
        deadline = Deadline.in(limit);
        try {
            thread.start();
        } catch (OutOfMemoryError e) {
            // The stop goes on without it: this platform is left behind, and the others are not.
            LOG.error("{}: no thread can be made to disconnect it", supervisor.name(), e);
            ended.countDown();
        }
    }

    private void run() {
        try {
            supervisor.disconnect(limit);
            letGo = true;
        } catch (InterruptedException | RuntimeException | Error e) {
            LOG.debug("{}: did not let go", supervisor.name(), e);
        } finally {
            ended.countDown();
        }
    }

    /** Whether its time has passed. */
    boolean isDue() {
        return deadline.passed();
    }

    /** Whether it has ended, be it without letting go. */
    boolean isOver() {
        return ended.getCount() == 0;
    }

    public PlatformSupervisor supervisor() {
        return supervisor;
    }

    Duration limit() {
        return limit;
    }

    /** Waits until it is over, at most for its own limit and until {@code patience} ends. */
    void await(Deadline patience) throws InterruptedException {
        Deadline earlier = patience.orIn(deadline.remaining());
        ended.await(earlier.remaining().toNanos(), TimeUnit.NANOSECONDS);
        waited = Duration.ofNanos(System.nanoTime() - began);
    }

    /** Waits until it is over, at most until {@code limit}. */
    void awaitEnd(Deadline limit) throws InterruptedException {
        ended.await(limit.remaining().toNanos(), TimeUnit.NANOSECONDS);
    }

    boolean hasLetGo() {
        return letGo;
    }

    /** The last chance of one that took too long. */
    void interrupt() {
        thread.interrupt();
    }

    /** For how long it was waited for before it was interrupted. */
    Duration waited() {
        return waited;
    }

    /** Where it may hang. */
    List<Thread> threads() {
        return List.of(thread, supervisor.thread());
    }
}

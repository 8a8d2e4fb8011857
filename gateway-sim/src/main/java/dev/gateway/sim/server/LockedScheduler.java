package dev.gateway.sim.server;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/** A scheduler that runs each task with the lock of a fake platform held. Thread-safe. */
public final class LockedScheduler {

    private final Object lock;
    private final Supplier<FakeServer> server;

    /**
     * Creates a scheduler that uses the thread of a server.
     *
     * @param lock the lock of the platform
     * @param server returns the server; called when a task is scheduled, so the server may be
     *     started later
     */
    public LockedScheduler(Object lock, Supplier<FakeServer> server) {
        this.lock = lock;
        this.server = server;
    }

    /** Runs a task on the server's thread after a delay. */
    public Future<?> schedule(Duration delay, Runnable task) {
        return server.get().schedule(delay, () -> runNow(task));
    }

    /** Runs a task on the calling thread before it returns. */
    public void runNow(Runnable task) {
        synchronized (lock) {
            task.run();
        }
    }
}

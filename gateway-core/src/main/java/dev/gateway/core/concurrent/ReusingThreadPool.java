package dev.gateway.core.concurrent;

import java.time.Duration;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * A pool that makes a thread only if none is idle, unlike {@link ThreadPoolExecutor} with a queue,
 * which makes one for each task until all exist. Its callers limit the number of tasks at a time; a
 * task that finds neither an idle thread nor room for another one waits for the first that gets
 * free. Idle threads end after a while.
 */
public final class ReusingThreadPool extends ThreadPoolExecutor {

    private final HandOver waiting;

    /**
     * Creates a pool without threads.
     *
     * @param most the maximum number of threads
     * @param idle the time after which an idle thread ends
     */
    public ReusingThreadPool(int most, Duration idle, ThreadFactory threads) {
        this(most, idle, threads, new HandOver());
    }

    private ReusingThreadPool(int most, Duration idle, ThreadFactory threads, HandOver waiting) {
        super(
                0,
                most,
                idle.toNanos(),
                TimeUnit.NANOSECONDS,
                waiting,
                threads,
                (task, pool) -> {
                    if (pool.isShutdown()) {
                        throw new RejectedExecutionException("the pool is closed");
                    }
                    waiting.keep(task);
                });
        this.waiting = waiting;
    }

    /**
     * Hands a task to a thread. If no further thread can be made, one of the existing threads takes
     * the task when it is free.
     *
     * @throws OutOfMemoryError if the pool has no thread at all; it does not have the task then
     */
    @Override
    public void execute(Runnable task) {
        try {
            super.execute(task);
        } catch (OutOfMemoryError e) {
            if (getPoolSize() == 0) {
                throw e;
            }
            waiting.keep(task);
        }
    }

    /** A queue that refuses a task for which no thread waits, so that the pool makes one. */
    private static final class HandOver extends LinkedTransferQueue<Runnable> {

        private static final long serialVersionUID = 1L;

        @Override
        public boolean offer(Runnable task) {
            return tryTransfer(task);
        }

        void keep(Runnable task) {
            super.offer(task);
        }
    }
}

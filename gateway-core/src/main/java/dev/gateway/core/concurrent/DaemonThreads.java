package dev.gateway.core.concurrent;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Factories of daemon threads with names, so that a dump of a stuck process shows what each is for.
 */
public final class DaemonThreads {

    private DaemonThreads() {}

    /** Returns a factory of threads {@code PREFIX-1}, {@code PREFIX-2} and so on. */
    public static ThreadFactory named(String prefix) {
        var number = new AtomicInteger();
        return task -> daemon(task, prefix + "-" + number.incrementAndGet());
    }

    /** Returns a factory of threads that all have this name. */
    public static ThreadFactory single(String name) {
        return task -> daemon(task, name);
    }

    /**
     * Hands a task to a pool with an unbounded queue. If no further thread can be made, one of the
     * existing threads takes the task when it is free.
     *
     * @throws OutOfMemoryError if the pool has no thread at all; it does not have the task then
     */
    public static void execute(ThreadPoolExecutor pool, Runnable task) {
        try {
            pool.execute(task);
        } catch (OutOfMemoryError e) {
            if (pool.getPoolSize() == 0 || !pool.getQueue().offer(task)) {
                throw e;
            }
        }
    }

    private static Thread daemon(Runnable task, String name) {
        var thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}

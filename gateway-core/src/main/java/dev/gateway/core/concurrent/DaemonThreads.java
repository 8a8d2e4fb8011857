package dev.gateway.core.concurrent;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;

/** Daemon threads with names, so that a dump of a stuck process tells whose they are. */
public final class DaemonThreads {

    private DaemonThreads() {}

    /** Makes threads {@code PREFIX-1}, {@code PREFIX-2} and so on. */
    public static ThreadFactory named(String prefix) {
        var number = new AtomicInteger();
        return task -> daemon(task, prefix + "-" + number.incrementAndGet());
    }

    /** Makes threads that all have this name. */
    public static ThreadFactory single(String name) {
        return task -> daemon(task, name);
    }

    /**
     * Hands a task to a pool with an unbounded queue. If a further thread cannot be made, one of
     * those that there are takes it when it is free.
     *
     * @throws OutOfMemoryError if there is none; then the pool does not have the task
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

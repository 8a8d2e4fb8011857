package dev.gateway.core.message;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Daemon threads with names, so that whoever looks at a stuck process knows whose they are. */
final class Threads {

    private Threads() {}

    static ThreadFactory named(String prefix) {
        var number = new AtomicInteger();
        return task -> {
            var thread = new Thread(task, prefix + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    static ThreadFactory single(String name) {
        return task -> {
            var thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }

    /** Waits for an executor to end, without giving up the caller's interrupt. */
    static boolean await(ExecutorService executor, Duration within) {
        try {
            return executor.awaitTermination(within.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return executor.isTerminated();
        }
    }
}

package dev.gateway.core.concurrent;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

/** The wait for the end of executors. */
public final class ExecutorTermination {

    private ExecutorTermination() {}

    /** Waits for an executor to end. An interrupt of the caller ends the wait and stays pending. */
    public static boolean await(ExecutorService executor, Duration within) {
        try {
            return executor.awaitTermination(within.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return executor.isTerminated();
        }
    }
}

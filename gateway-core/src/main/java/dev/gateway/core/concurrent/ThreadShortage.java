package dev.gateway.core.concurrent;

import java.time.Duration;

/**
 * The failure to make a thread because the process, its user or its container has reached its
 * limit. It passes and is the fault of no message, so an attempt that met it does not count.
 */
public final class ThreadShortage {

    /** The pause before another attempt. */
    public static final Duration PAUSE = Duration.ofSeconds(1);

    private ThreadShortage() {}

    /** Returns whether {@code failure} is the one that the JVM throws in this case. */
    public static boolean is(Throwable failure) {
        return failure instanceof OutOfMemoryError
                && String.valueOf(failure.getMessage()).contains("native thread");
    }
}

package dev.gateway.core.concurrent;

import java.time.Duration;

/**
 * The limit of threads of this process, its user or its container is reached. That passes, and is
 * the fault of no message: a try that met it does not count.
 */
public final class ThreadShortage {

    /** After which it makes sense to try again. */
    public static final Duration PAUSE = Duration.ofSeconds(1);

    private ThreadShortage() {}

    /** Whether this is what the JVM throws then. */
    public static boolean is(Throwable failure) {
        return failure instanceof OutOfMemoryError
                && String.valueOf(failure.getMessage()).contains("native thread");
    }
}

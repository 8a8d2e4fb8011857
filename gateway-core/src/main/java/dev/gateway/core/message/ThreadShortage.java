package dev.gateway.core.message;

import java.time.Duration;

/**
 * The limit of threads of this process, its user or its container is reached. That passes, and is
 * the fault of no message: a try that met it does not count.
 */
final class ThreadShortage {

    /** After which it makes sense to try again. */
    static final Duration PAUSE = Duration.ofSeconds(1);

    private ThreadShortage() {}

    /** Whether this is what the JVM throws then. */
    static boolean is(Throwable failure) {
        return failure instanceof OutOfMemoryError
                && String.valueOf(failure.getMessage()).contains("native thread");
    }
}

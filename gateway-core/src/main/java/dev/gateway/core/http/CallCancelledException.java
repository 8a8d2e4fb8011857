package dev.gateway.core.http;

/**
 * An exception for a call that was cancelled on purpose, by its {@link CancellationScope} or its
 * {@link HttpClient}.
 */
public final class CallCancelledException extends Exception {

    /** Creates an exception without details: the owner of the scope knows the reason. */
    public CallCancelledException() {
        super("cancelled", null, false, false);
    }
}

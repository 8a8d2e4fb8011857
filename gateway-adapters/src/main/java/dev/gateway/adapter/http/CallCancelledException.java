package dev.gateway.adapter.http;

/**
 * The call was given up on purpose: its {@link CancellationScope} or its {@link AdapterHttp} ended.
 */
public final class CallCancelledException extends Exception {

    /** Without details: who ended the scope knows why. */
    public CallCancelledException() {
        super("cancelled", null, false, false);
    }
}

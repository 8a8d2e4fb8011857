package dev.gateway.core.http;

import java.io.Closeable;
import java.io.IOException;

/**
 * A call in flight and the connection it currently holds. Cancelling it closes that connection,
 * which ends every read and write on it at once. Thread-safe.
 */
final class HttpCall {

    private Closeable held;
    private boolean cancelled;

    /**
     * Replaces the resource that {@link #cancel} closes.
     *
     * @throws IOException if the call is already cancelled; {@code connection} is closed
     */
    void attach(Closeable connection) throws IOException {
        synchronized (this) {
            if (!cancelled) {
                held = connection;
                return;
            }
        }
        close(connection);
        throw new IOException("cancelled");
    }

    /** Closes the resource that the call holds now and any that it gets later. Idempotent. */
    void cancel() {
        Closeable open;
        synchronized (this) {
            cancelled = true;
            open = held;
            held = null;
        }
        close(open);
    }

    /** Releases the resource: the call is over and no longer owns its connection. */
    synchronized void detach() {
        held = null;
    }

    synchronized boolean cancelled() {
        return cancelled;
    }

    private static void close(Closeable connection) {
        if (connection != null) {
            try {
                connection.close();
            } catch (IOException e) {
                // An error while closing changes nothing.
            }
        }
    }
}

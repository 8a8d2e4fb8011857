package dev.gateway.adapter.http;

import java.io.Closeable;
import java.io.IOException;

/**
 * One call in flight, and the connection that it holds at the moment. Cancelling it closes that
 * connection, by which every read and write on it ends at once. Thread-safe.
 */
final class HttpCall {

    private Closeable held;
    private boolean cancelled;

    /**
     * Names what has to be closed when the call is cancelled, instead of what was named before.
     *
     * @throws IOException if it is cancelled already; the connection is closed
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

    /** Closes what the call holds, now and later. Idempotent. */
    void cancel() {
        Closeable open;
        synchronized (this) {
            cancelled = true;
            open = held;
            held = null;
        }
        close(open);
    }

    /** Says that the call is over and its connection, if it lives on, not its own any more. */
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
                // Closed is closed.
            }
        }
    }
}

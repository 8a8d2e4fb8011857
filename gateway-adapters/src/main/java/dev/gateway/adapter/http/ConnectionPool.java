package dev.gateway.adapter.http;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;

/**
 * A pool of idle connections. It has no thread: expired connections are closed by the next call of
 * {@link #take}.
 */
final class ConnectionPool {

    private static final int MOST = 16;

    /** The longest idle time. Most servers close an idle connection after a minute or more. */
    private static final Duration LONGEST_IDLE = Duration.ofSeconds(50);

    private final Deque<Idle> idle = new ArrayDeque<>();
    private boolean closed;

    private record Idle(Origin origin, HttpConnection connection) {}

    /**
     * Removes and returns the most recently used connection to {@code origin} that still looks
     * alive.
     */
    Optional<HttpConnection> take(Origin origin) {
        while (true) {
            Optional<HttpConnection> candidate = remove(origin);
            if (candidate.isEmpty() || !candidate.get().isStale(LONGEST_IDLE)) {
                return candidate;
            }
            candidate.get().close();
        }
    }

    private synchronized Optional<HttpConnection> remove(Origin origin) {
        for (Iterator<Idle> each = idle.iterator(); each.hasNext(); ) {
            Idle one = each.next();
            if (one.origin().equals(origin)) {
                each.remove();
                return Optional.of(one.connection());
            }
        }
        return Optional.empty();
    }

    /** Keeps a connection for the next request, unless the pool is closed. */
    void put(Origin origin, HttpConnection connection) {
        connection.idle();
        HttpConnection surplus = connection;
        synchronized (this) {
            if (!closed) {
                idle.addFirst(new Idle(origin, connection));
                surplus = idle.size() > MOST ? idle.removeLast().connection() : null;
            }
        }
        if (surplus != null) {
            surplus.close();
        }
    }

    /** Closes every idle connection, and those that are put back later. */
    void close() {
        synchronized (this) {
            closed = true;
        }
        for (Idle one = next(); one != null; one = next()) {
            one.connection().close();
        }
    }

    private synchronized Idle next() {
        return idle.pollFirst();
    }
}

package dev.gateway.core.http;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * A pool of idle connections, of one client or of the clients of many accounts: a thousand bots of
 * one server answer over as many connections as answers are on their way, and a bot that was silent
 * finds one that is still warm. It has no thread: expired connections are closed by the next calls.
 * It keeps connections while a client uses it. Thread-safe.
 */
public final class ConnectionPool {

    private static final int MOST_OF_ONE = 16;
    private static final int MOST_OF_ALL = 48;

    /** The longest idle time. Most servers close an idle connection after a minute or more. */
    private static final Duration LONGEST_IDLE = Duration.ofSeconds(50);

    private final int most;
    private final Deque<Idle> idle = new ArrayDeque<>();
    private int users;

    private ConnectionPool(int most) {
        this.most = most;
    }

    /** Returns a pool for a single client. */
    static ConnectionPool ofOne() {
        return of(MOST_OF_ONE);
    }

    /** Returns a pool of at most so many idle connections. */
    static ConnectionPool of(int most) {
        return new ConnectionPool(most);
    }

    /** Returns a pool for the clients of many accounts. */
    public static ConnectionPool ofMany() {
        return of(MOST_OF_ALL);
    }

    private record Idle(Route route, HttpConnection connection) {}

    /** Adds a client. */
    synchronized void join() {
        users++;
    }

    /** Removes a client; the last one closes every idle connection, and those that come later. */
    void leave() {
        List<Idle> unused = List.of();
        synchronized (this) {
            users--;
            if (users == 0) {
                unused = List.copyOf(idle);
                idle.clear();
            }
        }
        unused.forEach(each -> each.connection().close());
    }

    /** Removes and returns the most recently used connection of this way that still looks alive. */
    Optional<HttpConnection> take(Route route) {
        while (true) {
            Optional<HttpConnection> candidate = remove(route);
            if (candidate.isEmpty() || !candidate.get().isStale(LONGEST_IDLE)) {
                return candidate;
            }
            candidate.get().close();
        }
    }

    private synchronized Optional<HttpConnection> remove(Route route) {
        for (Iterator<Idle> each = idle.iterator(); each.hasNext(); ) {
            Idle one = each.next();
            if (one.route().equals(route)) {
                each.remove();
                return Optional.of(one.connection());
            }
        }
        return Optional.empty();
    }

    /** Keeps a connection for the next request, unless no client uses the pool any more. */
    void put(Route route, HttpConnection connection) {
        connection.idle();
        List<HttpConnection> surplus = new ArrayList<>();
        synchronized (this) {
            if (users > 0) {
                idle.addFirst(new Idle(route, connection));
            } else {
                surplus.add(connection);
            }
            while (idle.size() > most
                    || !idle.isEmpty() && idle.getLast().connection().isIdleFor(LONGEST_IDLE)) {
                surplus.add(idle.removeLast().connection());
            }
        }
        surplus.forEach(HttpConnection::close);
    }
}

package dev.gateway.core.http;

import dev.gateway.core.time.Deadline;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Calls over {@code http://} without a proxy, as handlers on the same machine or network are asked:
 * the calling thread does the work on a kept connection, so a call costs no other thread. Only the
 * names of hosts are looked up by another one. Thread-safe.
 */
final class PlainCalls {

    private static final int MAX_IDLE = 64;
    private static final String CLOSED = "the gateway does not use it any more";
    private static final Duration CONNECT = Duration.ofSeconds(10);

    private final ExecutorService lookups;
    private final Map<String, Deque<PlainConnection>> idle = new HashMap<>();
    private final Set<PlainConnection> used = new HashSet<>();
    private boolean closed;

    /**
     * Creates a client without any connection.
     *
     * @param lookups looks up host names, which may hang
     */
    PlainCalls(ExecutorService lookups) {
        this.lookups = lookups;
    }

    /** A response that is passed to its reader. */
    @FunctionalInterface
    interface Reader<T> {
        T read(PlainConnection.Head head, InputStream body)
                throws IOException, InterruptedException;
    }

    /**
     * Sends a request and reads the response, once more on a new connection if a kept one ends
     * before it answers anything.
     *
     * @throws SocketTimeoutException if the deadline is over
     */
    <T> T call(HttpRequest request, Deadline deadline, Reader<T> reader)
            throws IOException, InterruptedException {
        byte[] content = content(request);
        String host = PlainConnection.host(request.uri());
        PlainConnection kept = take(host);
        if (kept != null) {
            try {
                return exchange(kept, host, request, content, deadline, reader);
            } catch (SocketTimeoutException e) {
                throw e;
            } catch (IOException e) {
                if (kept.begun() || Thread.currentThread().isInterrupted() || isClosed()) {
                    throw interrupted(e);
                }
            }
        }
        PlainConnection connection = connect(request.uri(), deadline);
        try {
            return exchange(connection, host, request, content, deadline, reader);
        } catch (IOException e) {
            throw interrupted(e);
        }
    }

    private <T> T exchange(
            PlainConnection connection,
            String host,
            HttpRequest request,
            byte[] content,
            Deadline deadline,
            Reader<T> reader)
            throws IOException, InterruptedException {
        use(connection);
        boolean complete = false;
        try {
            PlainConnection.Head head = connection.exchange(request, content, deadline);
            T result = reader.read(head, connection.body());
            complete = connection.isReusable();
            return result;
        } finally {
            release(connection, host, complete);
        }
    }

    /** Returns the failure, unless an interrupt has caused it. */
    private static IOException interrupted(IOException failure) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        return failure;
    }

    private PlainConnection connect(URI uri, Deadline deadline)
            throws IOException, InterruptedException {
        int port = uri.getPort() < 0 ? 80 : uri.getPort();
        Deadline connecting = deadline.orAfter(CONNECT);
        IOException failure = null;
        for (InetAddress address : addresses(uri.getHost(), connecting)) {
            try {
                return PlainConnection.open(new InetSocketAddress(address, port), connecting);
            } catch (IOException e) {
                failure = interrupted(e);
            }
        }
        if (failure instanceof SocketTimeoutException && !deadline.isExpired()) {
            throw new IOException("no connection within " + CONNECT.toSeconds() + " s", failure);
        }
        throw failure == null ? new IOException("its name has no address") : failure;
    }

    private InetAddress[] addresses(String host, Deadline deadline)
            throws IOException, InterruptedException {
        Future<InetAddress[]> lookup = lookup(host);
        try {
            return lookup.get(deadline.timeoutMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException unknown
                    ? new IOException("unknown host", unknown)
                    : new IOException(e.getCause());
        } catch (TimeoutException e) {
            throw new IOException("its name cannot be looked up in time", e);
        } finally {
            lookup.cancel(true);
        }
    }

    private Future<InetAddress[]> lookup(String host) throws IOException {
        try {
            return lookups.submit(() -> InetAddress.getAllByName(host));
        } catch (RejectedExecutionException e) {
            throw new IOException(isClosed() ? CLOSED : "too many lookups still hang", e);
        }
    }

    /** Ends every call and every connection. */
    synchronized void close() {
        closed = true;
        idle.values().forEach(kept -> kept.forEach(PlainConnection::close));
        idle.clear();
        used.forEach(PlainConnection::close);
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private synchronized void use(PlainConnection connection) throws IOException {
        if (closed) {
            connection.close();
            throw new IOException(CLOSED);
        }
        used.add(connection);
    }

    private synchronized void release(PlainConnection connection, String host, boolean complete) {
        used.remove(connection);
        Deque<PlainConnection> kept = idle.computeIfAbsent(host, key -> new ArrayDeque<>());
        if (complete && !closed && kept.size() < MAX_IDLE) {
            kept.push(connection);
        } else {
            connection.close();
        }
    }

    private PlainConnection take(String host) {
        for (PlainConnection kept = poll(host); kept != null; kept = poll(host)) {
            if (!kept.isStale()) {
                return kept;
            }
            kept.close();
        }
        return null;
    }

    private synchronized PlainConnection poll(String host) {
        Deque<PlainConnection> kept = idle.get(host);
        return kept == null ? null : kept.poll();
    }

    private static byte[] content(HttpRequest request) {
        var content = new Content();
        request.bodyPublisher().ifPresent(publisher -> publisher.subscribe(content));
        return content.bytes;
    }

    /** The content of a request that is in memory, which its publisher passes on at once. */
    private static final class Content implements Flow.Subscriber<ByteBuffer> {

        private byte[] bytes = new byte[0];

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(ByteBuffer part) {
            var joined = ByteBuffer.allocate(bytes.length + part.remaining()).put(bytes).put(part);
            bytes = joined.array();
        }

        @Override
        public void onError(Throwable failure) {
            throw new IllegalStateException("the content of a request is not in memory", failure);
        }

        @Override
        public void onComplete() {
            // Everything has arrived.
        }
    }
}

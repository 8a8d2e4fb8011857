package dev.gateway.core.http;

import dev.gateway.core.proxy.ProxyPolicy;
import dev.gateway.core.time.Deadline;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client whose requests have a deadline for the whole answer. An interrupt ends the request and
 * its connection. Errors name the host alone: paths and queries of such addresses may be secrets.
 *
 * <p>A call without TLS and proxy is made by its caller. Threads for the others, all daemons of one
 * group: {@code NAME-N} make the blocking calls (a resolver that hangs holds one of them, never the
 * caller); {@code NAME-io-N} are those of the JDK's client with its selector thread. The common
 * pool is not used.
 */
public final class HttpCalls implements AutoCloseable {

    /**
     * The most threads, far more than there are callers: the rest hang in the system's resolver.
     */
    private static final int MAX_CALLS = 1024;

    private static final Logger LOG = LoggerFactory.getLogger(HttpCalls.class);

    private static final long IDLE_SECONDS = 30;

    private final String name;
    private final ThreadGroup group;
    private final ThreadPoolExecutor calls;
    private final ThreadPoolExecutor io;
    private final HttpProxyRoute route;
    private final PlainCalls plain;
    private HttpClient client;

    /**
     * Creates a client without any thread or connection: the first call makes them.
     *
     * @param name the prefix of the threads' names
     * @param proxy the route of the calls
     */
    public HttpCalls(String name, ProxyPolicy proxy) {
        this.name = name;
        this.route = new HttpProxyRoute(proxy);
        this.group = new ThreadGroup(name);
        this.calls = pool(MAX_CALLS, name);
        this.plain = new PlainCalls(calls);
        this.io = pool(Integer.MAX_VALUE, name + "-io");
    }

    /**
     * Sends a request and reads the response. If a connection kept from an earlier call ends before
     * it answers anything, the request is sent once more, on a new connection.
     *
     * @param within the time the time from now until the response is read
     * @throws IOException if the call fails; its message is one line and names the host
     * @throws InterruptedException if interrupted; the call is cancelled
     */
    public <T> T call(HttpRequest request, Duration within, ResponseReader<T> reader)
            throws IOException, InterruptedException {
        String host = host(request.uri()) + route.by(request.uri());
        if (isPlain(request.uri())) {
            return callPlain(host, request, within, reader);
        }
        var exchange = new Exchange<T>(route.prepare(request), reader);
        var task = new FutureTask<>(exchange);
        try {
            calls.execute(task);
        } catch (RejectedExecutionException e) {
            throw new IOException(host + " cannot be reached: too many calls still hang", e);
        }
        try {
            return task.get(within.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new IOException(
                    host + " gave no complete answer within " + seconds(within) + " s", e);
        } catch (ExecutionException e) {
            throw failure(host, e.getCause());
        } finally {
            task.cancel(true);
            exchange.end();
        }
    }

    /** Returns whether a call needs neither TLS nor a proxy. */
    private boolean isPlain(URI uri) {
        return "http".equalsIgnoreCase(uri.getScheme()) && route.isDirect(uri);
    }

    private <T> T callPlain(
            String host, HttpRequest request, Duration within, ResponseReader<T> reader)
            throws IOException, InterruptedException {
        try {
            return plain.call(
                    request,
                    Deadline.after(within),
                    (head, body) -> {
                        var response = PlainResponse.of(request, head);
                        refuseEncoded(response);
                        return reader.read(response, body);
                    });
        } catch (SocketTimeoutException e) {
            throw new IOException(
                    host + " gave no complete answer within " + seconds(within) + " s", e);
        } catch (IOException | RuntimeException e) {
            throw failure(host, e);
        }
    }

    private static void refuseEncoded(HttpResponse<?> response) throws IOException {
        Optional<String> encoding = response.headers().firstValue("content-encoding");
        if (encoding.isPresent() && !encoding.get().equalsIgnoreCase("identity")) {
            throw new UnreadableResponseException(
                    "answered with an encoding that was not asked for");
        }
    }

    /** Returns host and port of an address. */
    public static String host(URI uri) {
        return PlainConnection.host(uri);
    }

    /** Cancels every call and ends every thread. */
    @Override
    public void close() {
        plain.close();
        calls.shutdownNow();
        io.shutdownNow();
        synchronized (this) {
            client = null;
        }
        // Ends the selector thread; before JDK 21 the client offers no other way.
        group.interrupt();
    }

    private HttpResponse<InputStream> respond(HttpRequest request)
            throws IOException, InterruptedException {
        HttpClient used = client();
        try {
            return used.send(request, streamed());
        } catch (ConnectException | HttpTimeoutException e) {
            forgetIfDead(used);
            throw e;
        } catch (IOException e) {
            // Closed by the server in the moment of use, or a client that cannot go on.
            forgetIfDead(used);
            return client().send(request, streamed());
        }
    }

    private static BodyHandler<InputStream> streamed() {
        return BodyHandlers.ofInputStream();
    }

    private synchronized HttpClient client() throws IOException {
        if (calls.isShutdown()) {
            throw new IOException("the gateway does not use it any more");
        }
        if (client == null) {
            // On a thread of this group, so that the client's own thread belongs to it too.
            client = HttpClients.client().proxy(route).executor(io).build();
        }
        return client;
    }

    /**
     * Drops a client whose selector thread has died (out of memory, out of file descriptors): it
     * would fail every call for ever, so the next call makes a new one.
     */
    private synchronized void forgetIfDead(HttpClient used) {
        if (client == used && !selects()) {
            client = null;
        }
    }

    private boolean selects() {
        // Room for threads that start between counting and listing.
        var found = new Thread[group.activeCount() + 8];
        return Arrays.asList(found).subList(0, group.enumerate(found)).stream()
                .anyMatch(thread -> !thread.getName().startsWith(name));
    }

    private static IOException failure(String host, Throwable cause) {
        if (cause instanceof UnreadableResponseException unreadable) {
            return new IOException(host + " " + unreadable.getMessage(), unreadable);
        }
        if (cause instanceof IOException io) {
            String why = io.getMessage() == null ? io.getClass().getSimpleName() : io.getMessage();
            return new IOException(host + " cannot be reached: " + why, io);
        }
        if (cause instanceof Error error) {
            throw error;
        }
        return new IOException(
                host + " cannot be asked: " + cause.getClass().getSimpleName(), cause);
    }

    private static String seconds(Duration within) {
        return within.toMillis() % 1000 == 0
                ? Long.toString(within.toSeconds())
                : Double.toString(within.toMillis() / 1000.0);
    }

    private ThreadPoolExecutor pool(int most, String prefix) {
        return new ThreadPoolExecutor(
                0, most, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), named(prefix));
    }

    private ThreadFactory named(String prefix) {
        var number = new AtomicInteger();
        return work -> {
            var thread = new Thread(group, work, prefix + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /** One request and its response, on a thread of the pool. */
    private final class Exchange<T> implements Callable<T> {

        private final HttpRequest request;
        private final ResponseReader<T> reader;
        private InputStream open;
        private boolean ended;

        Exchange(HttpRequest request, ResponseReader<T> reader) {
            this.request = request;
            this.reader = reader;
        }

        @Override
        public T call() throws IOException, InterruptedException {
            HttpResponse<InputStream> response = respond(request);
            try (InputStream body = opened(response.body())) {
                refuseEncoded(response);
                return reader.read(response, body);
            }
        }

        /** Ends the reading as well, since on JDK 17 it does not react to an interrupt. */
        void end() {
            InputStream body;
            synchronized (this) {
                ended = true;
                body = open;
            }
            close(body);
        }

        private InputStream opened(InputStream body) throws IOException {
            synchronized (this) {
                open = body;
                if (!ended) {
                    return body;
                }
            }
            body.close();
            throw new IOException("cancelled");
        }

        private void close(InputStream body) {
            try {
                if (body != null) {
                    body.close();
                }
            } catch (IOException e) {
                LOG.debug("A response cannot be closed: {}", e.toString());
            }
        }
    }
}

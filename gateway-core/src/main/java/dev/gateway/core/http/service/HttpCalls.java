package dev.gateway.core.http.service;

import dev.gateway.core.http.BodyReader;
import dev.gateway.core.http.CallCancelledException;
import dev.gateway.core.http.CancellationScope;
import dev.gateway.core.http.HttpCallException;
import dev.gateway.core.http.HttpClient;
import dev.gateway.core.http.HttpRequest;
import dev.gateway.core.http.ResponseHead;
import dev.gateway.core.proxy.ProxyPolicy;
import dev.gateway.core.time.Deadline;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * A client for servers of the operator. Each request has a deadline for the whole answer, made by
 * the calling thread; an interrupt ends it. Errors name the host alone: paths and queries of such
 * addresses may be secrets. Thread-safe.
 */
public final class HttpCalls implements AutoCloseable {

    private static final int MAX_IDLE = 64;

    private final ProxyPolicy proxy;
    private final HttpClient client;

    /**
     * Creates a client without any thread or connection.
     *
     * @param name prefix of the host lookup threads' names
     * @param proxy the route of the calls
     */
    public HttpCalls(String name, ProxyPolicy proxy) {
        this.proxy = proxy;
        this.client = HttpClient.forwarded(name, proxy, MAX_IDLE);
    }

    /**
     * Sends a request and reads the response. If a connection kept from an earlier call ends before
     * it answers anything, a repeatable request is sent again.
     *
     * @param within the time from now until the response is read
     * @throws IOException if the call fails; its message is one line and names the host
     * @throws InterruptedException if interrupted; the call is cancelled
     */
    public <T> T call(HttpRequest request, Duration within, BodyReader<T> reader)
            throws IOException, InterruptedException {
        Deadline deadline = Deadline.after(within);
        var reading = new Reading<>(reader);
        try {
            return client.send(request, reading, within, new CancellationScope()).body();
        } catch (CallCancelledException e) {
            throw new IOException(
                    by(request) + " cannot be reached: the gateway does not use it any more", e);
        } catch (HttpCallException e) {
            if (reading.refusal != null) {
                throw new IOException(
                        by(request) + " " + reading.refusal.getMessage(), reading.refusal);
            }
            boolean late = e.kind() == HttpCallException.Kind.TIMEOUT && deadline.isExpired();
            throw new IOException(
                    by(request)
                            + (late
                                    ? " gave no complete answer within " + seconds(within) + " s"
                                    : " cannot be reached: " + e.getMessage()),
                    e);
        } catch (RuntimeException e) {
            throw new IOException(
                    by(request) + " cannot be asked: " + e.getClass().getSimpleName(), e);
        }
    }

    /** Returns host and port of an address. */
    public static String host(URI uri) {
        return HttpRequest.authority(uri);
    }

    /** Cancels every call and closes every connection, without waiting. */
    @Override
    public void close() {
        try {
            client.close(Duration.ZERO);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String by(HttpRequest request) {
        URI uri = request.uri();
        return host(uri)
                + proxy.proxyFor(uri).map(used -> " (through proxy " + used + ")").orElse("");
    }

    private static String seconds(Duration within) {
        return within.toMillis() % 1000 == 0
                ? Long.toString(within.toSeconds())
                : Double.toString(within.toMillis() / 1000.0);
    }

    /** A reading of a response that keeps the reason why a complete one cannot be used. */
    private static final class Reading<T> implements BodyReader<T> {

        private final BodyReader<T> reader;
        private UnreadableResponseException refusal;

        Reading(BodyReader<T> reader) {
            this.reader = reader;
        }

        @Override
        public T read(ResponseHead head, InputStream body)
                throws IOException, InterruptedException {
            try {
                refuseEncoded(head);
                return reader.read(head, body);
            } catch (UnreadableResponseException e) {
                refusal = e;
                throw e;
            }
        }

        private static void refuseEncoded(ResponseHead head) throws UnreadableResponseException {
            Optional<String> encoding = head.headers().firstValue("content-encoding");
            if (encoding.isPresent() && !encoding.get().equalsIgnoreCase("identity")) {
                throw new UnreadableResponseException(
                        "answered with an encoding that was not asked for");
            }
        }
    }
}

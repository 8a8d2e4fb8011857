package dev.gateway.core.http;

import dev.gateway.core.proxy.ProxyPolicy;
import dev.gateway.core.proxy.ProxyServer;
import dev.gateway.core.time.Deadline;
import dev.gateway.core.yaml.Secret;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * An HTTP/1.1 client for one adapter or handler. The calling thread does the work: the client has
 * no thread, pool or selector of its own, so its behaviour does not depend on the number of CPUs
 * and it leaves nothing behind. {@link CancellationScope#cancel} and {@link #close} end a call by
 * closing its connection. Thread-safe.
 */
public final class HttpClient {

    private final CancellationScope open = new CancellationScope();
    private final ConnectionPool own = ConnectionPool.ofOne();
    private final ConnectionPool shared;
    private final AtomicBoolean left = new AtomicBoolean();
    private final Dialer dialer;
    private final ProxyPolicy proxy;
    private final List<Secret> secrets;
    private final boolean forwarded;

    /**
     * Creates a client without any connection.
     *
     * @param name prefix of the host lookup threads' names, for instance {@code telegram-family}
     * @param proxy the route of the calls
     * @param secrets values that must not appear in messages
     */
    public HttpClient(String name, ProxyPolicy proxy, List<Secret> secrets) {
        this(name, proxy, secrets, ConnectionPool.ofOne());
    }

    /**
     * Creates a client without any connection.
     *
     * @param shared keeps the connections of this client and of others, except those of polls
     */
    public HttpClient(String name, ProxyPolicy proxy, List<Secret> secrets, ConnectionPool shared) {
        this(name, proxy, secrets, shared, TlsProvider::ofSystem, false);
    }

    /**
     * Creates a client whose requests without TLS an HTTP proxy passes on itself, because many
     * proxies allow tunnels for TLS alone. A long poll is not for it: such a proxy knows no half
     * close.
     *
     * @param kept the largest number of idle connections
     */
    public static HttpClient forwarded(String name, ProxyPolicy proxy, int kept) {
        return new HttpClient(
                name, proxy, List.of(), ConnectionPool.of(kept), TlsProvider::ofSystem, true);
    }

    HttpClient(String name, ProxyPolicy proxy, List<Secret> secrets, TlsProvider tls) {
        this(name, proxy, secrets, ConnectionPool.ofOne(), tls, false);
    }

    private HttpClient(
            String name,
            ProxyPolicy proxy,
            List<Secret> secrets,
            ConnectionPool shared,
            TlsProvider tls,
            boolean forwarded) {
        this.forwarded = forwarded;
        this.shared = shared;
        this.dialer = new Dialer(name, tls);
        this.proxy = proxy;
        this.secrets = List.copyOf(secrets);
        own.join();
        shared.join();
    }

    /**
     * Sends a request and waits for the complete response. Does not follow redirects.
     *
     * @param within time until the last byte of the body
     * @param scope ends the call when it is cancelled
     * @throws HttpCallException if there is no complete response
     * @throws CallCancelledException if the scope was cancelled or this client was closed
     * @throws InterruptedException if interrupted; the connection is closed
     */
    public <T> HttpResponse<T> send(
            HttpRequest request, BodyReader<T> body, Duration within, CancellationScope scope)
            throws HttpCallException, CallCancelledException, InterruptedException {
        Deadline deadline = Deadline.after(within);
        return guarded(within, scope, call -> exchange(request, body, deadline, call));
    }

    /**
     * Loads what the first connection with TLS needs: the trust store above all, and the classes of
     * a handshake. Takes as long as the start of a JVM and more; connects to nothing.
     *
     * @throws IOException if this Java has no TLS
     */
    public static void preloadTls() throws IOException {
        TlsProvider.preload();
    }

    /** Runs an exchange that ends with this client and with the scope, and maps its exceptions. */
    <T> T guarded(Duration within, CancellationScope scope, Exchange<T> exchange)
            throws HttpCallException, CallCancelledException, InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        var call = new HttpCall();
        open.add(call);
        scope.add(call);
        try {
            return exchange.run(call);
        } catch (IOException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            if (call.cancelled()) {
                throw new CallCancelledException();
            }
            if (e instanceof SocketTimeoutException) {
                throw new HttpCallException(
                        HttpCallException.Kind.TIMEOUT,
                        String.format(
                                Locale.ROOT,
                                "no complete answer in %.1f s",
                                within.toMillis() / 1e3));
            }
            throw HttpCallException.of(e, this::redact);
        } finally {
            scope.remove(call);
            open.remove(call);
        }
    }

    /** The work of a call. */
    interface Exchange<T> {
        T run(HttpCall call) throws IOException, InterruptedException;
    }

    private <T> HttpResponse<T> exchange(
            HttpRequest request, BodyReader<T> body, Deadline deadline, HttpCall call)
            throws IOException, InterruptedException {
        Route route = route(request.uri());
        ConnectionPool pool = request.poll() ? own : shared;
        while (true) {
            Optional<HttpConnection> kept = pool.take(route);
            HttpConnection connection =
                    kept.isPresent() ? kept.get() : dialer.connect(route, deadline, call);
            boolean complete = false;
            try {
                call.attach(connection);
                HttpResponse<T> response = connection.exchange(request, body, deadline);
                complete = connection.isReusable();
                return response;
            } catch (SocketTimeoutException e) {
                throw e;
            } catch (IOException e) {
                boolean again =
                        kept.isPresent()
                                && request.repeatable()
                                && !connection.responseBegun()
                                && !call.cancelled()
                                && !Thread.currentThread().isInterrupted();
                if (!again) {
                    throw e;
                }
            } finally {
                call.detach();
                if (complete && !call.cancelled()) {
                    pool.put(route, connection);
                } else {
                    connection.close();
                }
            }
        }
    }

    /** Connects to the server of {@code uri}, through the proxy configured for it. */
    HttpConnection connect(URI uri, Deadline deadline, HttpCall call)
            throws IOException, InterruptedException {
        return dialer.connect(Route.tunnelled(Origin.of(uri), proxy.proxyFor(uri)), deadline, call);
    }

    private Route route(URI uri) {
        Origin origin = Origin.of(uri);
        Optional<ProxyServer> used = proxy.proxyFor(uri);
        return forwarded ? Route.forwarded(origin, used) : Route.tunnelled(origin, used);
    }

    /** Registers a connection of another protocol, so that {@link #close} closes it. */
    void adopt(HttpCall call) {
        open.add(call);
    }

    /** Removes a call that {@link #adopt} registered. */
    void release(HttpCall call) {
        open.remove(call);
    }

    /** Returns {@code text} with every secret replaced. */
    public String redact(String text) {
        String clean = text;
        for (Secret secret : secrets) {
            if (!secret.reveal().isEmpty()) {
                clean = clean.replace(secret.reveal(), secret.toString());
            }
        }
        return clean;
    }

    /**
     * Cancels every call and closes every connection. Idempotent.
     *
     * @return whether all calls ended in time
     */
    public boolean close(Duration within) throws InterruptedException {
        open.cancel();
        if (!left.getAndSet(true)) {
            own.leave();
            shared.leave();
        }
        return open.awaitNone(within);
    }
}

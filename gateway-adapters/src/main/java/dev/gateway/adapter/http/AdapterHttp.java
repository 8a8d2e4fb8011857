package dev.gateway.adapter.http;

import dev.gateway.core.proxy.ProxyPolicy;
import dev.gateway.core.time.Deadline;
import dev.gateway.core.yaml.Secret;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The HTTP/1.1 client of one adapter. The calling thread does the work: there is no thread, pool or
 * selector behind it, so nothing depends on the number of CPUs and nothing is left behind. {@link
 * CancellationScope#cancel} and {@link #close} end a call by closing its connection. Thread-safe.
 */
public final class AdapterHttp {

    private final CancellationScope open = new CancellationScope();
    private final ConnectionPool pool = new ConnectionPool();
    private final Dialer dialer;
    private final ProxyPolicy proxy;
    private final List<Secret> secrets;

    /**
     * A client without any connection yet.
     *
     * @param name for the threads that look up host names, for instance {@code telegram-family}
     * @param proxy which way the calls take
     * @param secrets what must not appear in messages
     */
    public AdapterHttp(String name, ProxyPolicy proxy, List<Secret> secrets) {
        this(name, proxy, secrets, TlsProvider::ofSystem);
    }

    AdapterHttp(String name, ProxyPolicy proxy, List<Secret> secrets, TlsProvider tls) {
        this.dialer = new Dialer(name, tls);
        this.proxy = proxy;
        this.secrets = List.copyOf(secrets);
    }

    /**
     * Calls and waits for the whole answer, redirects not followed.
     *
     * @param within from now to the last byte of the body
     * @param scope ends the call when it is cancelled
     * @throws HttpCallException if there is no complete answer
     * @throws CallCancelledException if the scope or this client was ended
     * @throws InterruptedException if interrupted; the connection is closed
     */
    public <T> HttpResponse<T> send(
            HttpRequest request, BodyReader<T> body, Duration within, CancellationScope scope)
            throws HttpCallException, CallCancelledException, InterruptedException {
        Deadline deadline = Deadline.after(within);
        return guarded(within, scope, call -> exchange(request, body, deadline, call));
    }

    /** Opens a connection for another protocol; it is closed with this client. */
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

    /** What a call does. */
    interface Exchange<T> {
        T run(HttpCall call) throws IOException, InterruptedException;
    }

    private <T> HttpResponse<T> exchange(
            HttpRequest request, BodyReader<T> body, Deadline deadline, HttpCall call)
            throws IOException, InterruptedException {
        Origin origin = Origin.of(request.uri());
        while (true) {
            Optional<HttpConnection> kept = pool.take(origin);
            HttpConnection connection =
                    kept.isPresent() ? kept.get() : connect(request.uri(), deadline, call);
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
                    pool.put(origin, connection);
                } else {
                    connection.close();
                }
            }
        }
    }

    /** Connects to the server of an address, the way that is set for it. */
    HttpConnection connect(URI uri, Deadline deadline, HttpCall call)
            throws IOException, InterruptedException {
        return dialer.connect(Origin.of(uri), proxy.proxyFor(uri), deadline, call);
    }

    /** Registers a connection of another protocol, so that {@link #close} closes it. */
    void adopt(HttpCall call) {
        open.add(call);
    }

    /** Ends what {@link #adopt} began. */
    void release(HttpCall call) {
        open.remove(call);
    }

    /** The same text without any of the secrets. */
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
     * @return whether all calls ended within the time
     */
    public boolean close(Duration within) throws InterruptedException {
        open.cancel();
        pool.close();
        return open.awaitNone(within);
    }
}

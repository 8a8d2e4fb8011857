package dev.gateway.adapter.http;

import dev.gateway.core.config.Secret;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The HTTP client of one adapter, HTTP/1.1 so that cancelling a call closes its socket and touches
 * no other. Thread-safe. Nothing is started before the first use.
 *
 * <p>Each adapter has its own, so that its sockets end with it. {@code HttpClient} can be closed
 * from Java 21 on only; before, its selector thread and idle connections live until the garbage
 * collector finds them. But that thread ends, and closes its connections, when it is interrupted,
 * and like every thread it belongs to the thread group of its creator. So the client is made on a
 * thread of a group of its own, and {@link #close} interrupts the group. (Java 17 to 25.)
 */
public final class AdapterHttp {

    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final long IDLE_THREAD_SECONDS = 5;

    private final CallScope open = new CallScope();
    private final ThreadGroup threads;
    private final ThreadPoolExecutor executor;
    private final boolean tls;
    private final List<Secret> secrets;
    private CompletableFuture<HttpClient> client;

    /**
     * A client that has not started anything yet.
     *
     * @param name of its threads, for instance {@code telegram-family}
     * @param base an address it will call; for plain http nothing of TLS is loaded, which takes
     *     long, and no https address can be called
     * @param secrets what must not appear in messages
     */
    public AdapterHttp(String name, URI base, List<Secret> secrets) {
        this.tls = !"http".equals(base.getScheme().toLowerCase(Locale.ROOT));
        this.secrets = List.copyOf(secrets);
        this.threads = new ThreadGroup(name + "-http");
        var count = new AtomicInteger();
        this.executor =
                new ThreadPoolExecutor(
                        0,
                        Integer.MAX_VALUE,
                        IDLE_THREAD_SECONDS,
                        TimeUnit.SECONDS,
                        new SynchronousQueue<>(),
                        task -> {
                            var thread =
                                    new Thread(
                                            threads,
                                            task,
                                            name + "-http-" + count.incrementAndGet());
                            thread.setDaemon(true);
                            return thread;
                        });
    }

    /** Begins to make the client in the background; without this the first call does. */
    public void prepare() {
        try {
            client();
        } catch (CallCancelledException e) {
            // Closed already: whoever calls next is told.
        }
    }

    /**
     * Calls and waits for the whole answer, redirects not followed.
     *
     * @param within from now to the last byte of the body
     * @param scope ends the call when it is cancelled
     * @throws HttpFailure if there is no complete answer
     * @throws CallCancelledException if the scope or this client was ended
     * @throws InterruptedException if interrupted; the call is cancelled
     */
    public <T> HttpResponse<T> send(
            HttpRequest request, BodyHandler<T> body, Duration within, CallScope scope)
            throws HttpFailure, CallCancelledException, InterruptedException {
        long deadline = System.nanoTime() + within.toNanos();
        // A copy: cancelling one call must not take the client from the others.
        HttpClient ready = await(client().copy(), deadline, within, scope);
        CompletableFuture<HttpResponse<T>> call;
        try {
            call = ready.sendAsync(request, body);
        } catch (RejectedExecutionException e) {
            throw new CallCancelledException();
        }
        try {
            return await(call, deadline, within, scope);
        } catch (HttpFailure e) {
            forgetIfDead(ready);
            throw e;
        }
    }

    /**
     * The client itself, for a WebSocket. What is opened with it ends with {@link #close}.
     *
     * @throws CallCancelledException if the scope or this client was ended
     */
    public HttpClient client(Duration within, CallScope scope)
            throws HttpFailure, CallCancelledException, InterruptedException {
        return await(client().copy(), System.nanoTime() + within.toNanos(), within, scope);
    }

    /**
     * Waits for something else that the client does, and cancels it if it takes too long.
     *
     * @throws HttpFailure if it failed or took too long
     * @throws CallCancelledException if the scope or this client was ended
     */
    public <T> T await(CompletableFuture<T> call, Duration within, CallScope scope)
            throws HttpFailure, CallCancelledException, InterruptedException {
        return await(call, System.nanoTime() + within.toNanos(), within, scope);
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
     * Cancels every call, closes every connection and ends every thread. Idempotent.
     *
     * @return whether all threads ended within the time
     */
    public boolean close(Duration within) throws InterruptedException {
        long deadline = System.nanoTime() + within.toNanos();
        open.cancel();
        synchronized (this) {
            executor.shutdown();
            client = null;
        }
        while (true) {
            threads.interrupt();
            List<Thread> left = threads();
            if (left.isEmpty()) {
                return true;
            }
            long millis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (millis <= 0) {
                return false;
            }
            // Short, as an interrupt that came before the thread's loop can be lost in a callback.
            left.get(0).join(Math.min(millis, 20));
        }
    }

    private synchronized CompletableFuture<HttpClient> client() throws CallCancelledException {
        if (client == null || client.isCompletedExceptionally()) {
            try {
                client = CompletableFuture.supplyAsync(this::make, executor);
            } catch (RejectedExecutionException e) {
                throw new CallCancelledException();
            }
        }
        return client;
    }

    /**
     * A client whose selector thread has died (out of memory, out of file descriptors) fails every
     * call for ever, so the next call gets a new one.
     */
    private synchronized void forgetIfDead(HttpClient used) {
        boolean current = client != null && client.getNow(null) == used;
        if (current && threads().stream().allMatch(this::ownThread)) {
            client = null;
        }
    }

    private boolean ownThread(Thread thread) {
        return thread.getName().startsWith(threads.getName());
    }

    /**
     * The threads of this client. Workers of the common pool are none of them, though on Java 17
     * one that a call made necessary is born into this group: they serve the whole process and do
     * not end by an interrupt.
     */
    private List<Thread> threads() {
        // Room for those that begin between counting and listing.
        var found = new Thread[threads.activeCount() + 8];
        return Arrays.stream(found, 0, threads.enumerate(found))
                .filter(thread -> !(thread instanceof ForkJoinWorkerThread))
                .toList();
    }

    private HttpClient make() {
        HttpClient.Builder builder =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .connectTimeout(CONNECT)
                        .executor(executor);
        if (!tls) {
            builder.sslContext(new NoTls());
        }
        return builder.build();
    }

    private <T> T await(CompletableFuture<T> call, long deadline, Duration within, CallScope scope)
            throws HttpFailure, CallCancelledException, InterruptedException {
        open.add(call);
        scope.add(call);
        try {
            return call.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (CancellationException e) {
            throw new CallCancelledException();
        } catch (TimeoutException e) {
            throw new HttpFailure(
                    HttpFailure.Kind.TIMEOUT,
                    String.format(
                            Locale.ROOT, "no complete answer in %.1f s", within.toMillis() / 1e3));
        } catch (ExecutionException e) {
            if (open.cancelled() || scope.cancelled()) {
                throw new CallCancelledException();
            }
            throw HttpFailure.of(e.getCause(), this::redact);
        } finally {
            call.cancel(true);
            open.remove(call);
            scope.remove(call);
        }
    }
}

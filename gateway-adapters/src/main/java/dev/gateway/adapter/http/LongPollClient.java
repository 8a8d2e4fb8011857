package dev.gateway.adapter.http;

import dev.gateway.core.proxy.ProxyPolicy;
import dev.gateway.core.time.Deadline;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/**
 * A client for long polls of a platform that delivers only once. Closing the connection of a poll
 * loses an answer that was on its way. This one stops asking first: {@link #end} closes the sending
 * half of the connection; the server, who sees that nobody waits any more, closes the other half,
 * and until then an answer that it had sent before is still taken.
 *
 * <p>One poll at a time; {@link #end} and {@link #close} from any thread. It has one thread of its
 * own, because the answer may come after the poll was given up. No thread and no socket before the
 * first poll; none after {@link #close}.
 */
public final class LongPollClient {

    /** How long a poll waits for the server's reaction when the polls are ended. */
    private static final Duration GRACE = Duration.ofMillis(80);

    /** Past this nothing of an abandoned poll is waited for, whatever happened to its caller. */
    private static final Duration SURPLUS = Duration.ofSeconds(30);

    private static final long IDLE_THREAD_SECONDS = 5;

    private final String name;
    private final BodyReader<byte[]> reader;
    private final Dialer dialer;
    private final ProxyPolicy proxy;
    private final ThreadGroup threads;
    private final CompletableFuture<HttpResponse<byte[]>> ended = new CompletableFuture<>();
    private final AtomicReference<Kept> idle = new AtomicReference<>();
    private ThreadPoolExecutor executor;
    private Poll current;
    private volatile CompletableFuture<HttpResponse<byte[]>> late;

    /** A connection that can take the next poll. */
    private record Kept(Origin origin, HttpConnection connection) {}

    /**
     * A client that is not connected yet.
     *
     * @param name of its thread, for instance {@code weixin-mama-poll}
     * @param limit the largest body to take, in bytes
     * @param proxy which way the polls take
     */
    public LongPollClient(String name, long limit, ProxyPolicy proxy) {
        this(name, limit, proxy, TlsProvider::ofSystem);
    }

    LongPollClient(String name, long limit, ProxyPolicy proxy, TlsProvider tls) {
        this.name = name;
        this.reader = BodyReader.bytes(limit);
        this.dialer = new Dialer(name, tls);
        this.proxy = proxy;
        threads = new ThreadGroup(name);
    }

    /** One poll: its answer, and the connection on which it is awaited. */
    private static final class Poll {

        private final CompletableFuture<HttpResponse<byte[]>> answer = new CompletableFuture<>();
        private final HttpCall call = new HttpCall();
        private HttpConnection connection;

        synchronized void on(HttpConnection used) throws IOException {
            call.attach(used);
            connection = used;
        }

        /** Closes the sending half, or everything where there is no connection yet. */
        synchronized void endOutput() {
            try {
                if (connection == null) {
                    call.cancel();
                } else {
                    connection.endOutput();
                }
            } catch (IOException e) {
                call.cancel();
            }
        }
    }

    /**
     * Polls and waits for the whole answer.
     *
     * @param within from now to the last byte of the answer
     * @throws HttpCallException if there is no complete answer
     * @throws CallCancelledException if the polls were ended and no answer was on its way
     * @throws InterruptedException if interrupted; the connection is closed
     */
    public HttpResponse<byte[]> poll(HttpRequest request, Duration within)
            throws HttpCallException, CallCancelledException, InterruptedException {
        var poll = new Poll();
        CompletableFuture<HttpResponse<byte[]>> answer = poll.answer;
        start(poll, () -> exchange(request, Deadline.after(within.plus(SURPLUS)), poll));
        try {
            CompletableFuture.anyOf(answer, ended).get(within.toNanos(), TimeUnit.NANOSECONDS);
            return answer.get(GRACE.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            if (ended.isDone()) {
                late = answer;
                throw new CallCancelledException();
            }
            throw new HttpCallException(
                    HttpCallException.Kind.TIMEOUT,
                    "no answer in " + within.toMillis() / 1000.0 + " s");
        } catch (ExecutionException e) {
            if (ended.isDone()) {
                throw new CallCancelledException();
            }
            throw HttpCallException.of(e.getCause(), UnaryOperator.identity());
        } finally {
            boolean complete = answer.isDone() && !answer.isCompletedExceptionally();
            if (!complete && late != answer) {
                answer.cancel(false);
                poll.call.cancel();
            }
        }
    }

    /** Ends the poll in flight and refuses later ones. Never blocks; idempotent. */
    public void end() {
        if (!ended.complete(null)) {
            return;
        }
        Poll inFlight = current();
        if (inFlight != null) {
            inFlight.endOutput();
        }
        noMoreTasks();
    }

    /**
     * Waits for the server's last word after {@link #end}, and hangs up then: an answer, if one was
     * on its way after all, or nothing. For the caller whose poll was cancelled.
     */
    public Optional<HttpResponse<byte[]>> lateResponse(Duration within)
            throws InterruptedException {
        CompletableFuture<HttpResponse<byte[]>> answer = late;
        if (answer == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(answer.get(within.toNanos(), TimeUnit.NANOSECONDS));
        } catch (ExecutionException | TimeoutException | CancellationException e) {
            return Optional.empty();
        } finally {
            late = null;
            answer.cancel(false);
            closeConnection();
        }
    }

    /**
     * Closes the connection and ends the thread.
     *
     * @return whether the thread ended within the time
     */
    public boolean close(Duration within) throws InterruptedException {
        ended.complete(null);
        closeConnection();
        noMoreTasks();
        Deadline deadline = Deadline.after(within);
        var left = new Thread[threads.activeCount() + 8];
        for (int count = threads.enumerate(left); count > 0; count = threads.enumerate(left)) {
            if (deadline.isExpired()) {
                return false;
            }
            left[0].join(deadline.timeoutMillis());
        }
        return true;
    }

    private synchronized void start(Poll poll, Runnable task) throws CallCancelledException {
        if (ended.isDone()) {
            throw new CallCancelledException();
        }
        current = poll;
        if (executor == null) {
            // More than one thread only while an older one is still about to end its poll.
            executor =
                    new ThreadPoolExecutor(
                            0,
                            Integer.MAX_VALUE,
                            IDLE_THREAD_SECONDS,
                            TimeUnit.SECONDS,
                            new SynchronousQueue<>(),
                            work -> {
                                var thread = new Thread(threads, work, name);
                                thread.setDaemon(true);
                                return thread;
                            });
        }
        try {
            executor.execute(task);
        } catch (RejectedExecutionException e) {
            throw new CallCancelledException();
        }
    }

    private void exchange(HttpRequest request, Deadline deadline, Poll poll) {
        HttpConnection connection = null;
        try {
            Origin origin = Origin.of(request.uri());
            Kept kept = idle.getAndSet(null);
            HttpResponse<byte[]> reply = null;
            if (kept != null) {
                connection = kept.connection();
                boolean usable = kept.origin().equals(origin) && !connection.isStale(SURPLUS);
                reply = usable ? again(connection, request, deadline, poll) : null;
            }
            if (reply == null) {
                if (connection != null) {
                    connection.close();
                }
                connection =
                        dialer.connect(origin, proxy.proxyFor(request.uri()), deadline, poll.call);
                poll.on(connection);
                reply = connection.exchange(request, reader, deadline);
            }
            poll.call.detach();
            if (connection.isReusable() && !poll.call.cancelled()) {
                connection.idle();
                idle.set(new Kept(origin, connection));
            } else {
                connection.close();
            }
            poll.answer.complete(reply);
        } catch (Throwable e) {
            if (connection != null) {
                connection.close();
            }
            poll.answer.completeExceptionally(e);
        }
    }

    /**
     * On the connection of the poll before. Null if the server had closed it, as it may at any time
     * with an idle one: then it did not work on the request.
     */
    private HttpResponse<byte[]> again(
            HttpConnection connection, HttpRequest request, Deadline deadline, Poll poll)
            throws IOException {
        try {
            poll.on(connection);
            return connection.exchange(request, reader, deadline);
        } catch (IOException e) {
            if (connection.responseBegun() || ended.isDone() || poll.call.cancelled()) {
                throw e;
            }
            return null;
        }
    }

    /** Lets the thread end as soon as it has nothing to do. */
    private synchronized void noMoreTasks() {
        if (executor != null) {
            executor.shutdown();
        }
    }

    private synchronized Poll current() {
        return current;
    }

    private void closeConnection() {
        Poll inFlight = current();
        if (inFlight != null) {
            inFlight.call.cancel();
        }
        Kept kept = idle.getAndSet(null);
        if (kept != null) {
            kept.connection().close();
        }
    }
}

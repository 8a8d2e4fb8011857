package dev.gateway.core.http;

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
 * A client for long polls of a platform that delivers each message only once. Closing the
 * connection of a poll would lose a response in transit, so this client stops asking first: {@link
 * #end} closes the sending half of the connection. The server then closes the other half, and a
 * response that it sent before that still arrives.
 *
 * <p>It runs one poll at a time; any thread may call {@link #end} and {@link #close}. It has a
 * thread of its own, because the response may arrive after the poll was given up. It has no thread
 * and no socket before the first poll and none after {@link #close}.
 */
public final class LongPollClient {

    /** The time a poll waits for the server's reaction after {@link #end}. */
    private static final Duration GRACE = Duration.ofMillis(80);

    /** The additional time after which an abandoned poll ends, whatever happened to its caller. */
    private static final Duration SURPLUS = Duration.ofSeconds(30);

    private static final long IDLE_THREAD_SECONDS = 5;

    private final String name;
    private final BodyReader<byte[]> reader;
    private final Dialer dialer;
    private final ProxyPolicy proxy;
    private final ThreadGroup threads;
    private final CompletableFuture<HttpResponse<byte[]>> ended = new CompletableFuture<>();
    private final AtomicReference<IdleConnection> idle = new AtomicReference<>();
    private ThreadPoolExecutor executor;
    private Poll current;
    private volatile CompletableFuture<HttpResponse<byte[]>> late;

    /** A connection that can carry the next poll. */
    private record IdleConnection(Origin origin, HttpConnection connection) {}

    /**
     * Creates a client that is not connected yet.
     *
     * @param name of its thread, for instance {@code weixin-mama-poll}
     * @param limit the largest accepted body, in bytes
     * @param proxy the route of the polls
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

    /** A poll: its response, and the connection on which it is awaited. */
    private static final class Poll {

        private final CompletableFuture<HttpResponse<byte[]>> answer = new CompletableFuture<>();
        private final HttpCall call = new HttpCall();
        private HttpConnection connection;

        synchronized void on(HttpConnection used) throws IOException {
            call.attach(used);
            connection = used;
        }

        /** Closes the sending half, or cancels the call if there is no connection yet. */
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
     * Polls and waits for the complete response.
     *
     * @param within time until the last byte of the response
     * @throws HttpCallException if there is no complete response
     * @throws CallCancelledException if the polls were ended and no response was in transit
     * @throws InterruptedException if interrupted and no response was in transit; the connection is
     *     closed, unless the polls were ended
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
            Optional<HttpResponse<byte[]>> arrived = arrived(poll);
            if (arrived.isPresent()) {
                return arrived.get();
            }
            throw new HttpCallException(
                    HttpCallException.Kind.TIMEOUT,
                    "no answer in " + within.toMillis() / 1000.0 + " s");
        } catch (InterruptedException e) {
            if (ended.isDone()) {
                late = answer;
                throw e;
            }
            Optional<HttpResponse<byte[]>> arrived = arrived(poll);
            if (arrived.isPresent()) {
                return arrived.get();
            }
            throw e;
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

    /**
     * Stops to ask, and returns the response if it is in transit all the same: after a pause of the
     * whole process it may be in the socket, and its reader has not run yet. A further interrupt
     * does not shorten the wait.
     */
    private static Optional<HttpResponse<byte[]>> arrived(Poll poll) {
        poll.endOutput();
        boolean interrupted = false;
        Deadline end = Deadline.after(GRACE);
        try {
            while (true) {
                try {
                    long left = end.remaining().toNanos();
                    return Optional.of(poll.answer.get(left, TimeUnit.NANOSECONDS));
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException | TimeoutException e) {
                    return Optional.empty();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
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
     * Waits for a response in transit after {@link #end}, then closes the connection. Empty if
     * there is none. Call it from the polling thread after its poll was cancelled.
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
     * @return whether the thread ended in time
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
            // There is a second thread only while the first still ends its poll.
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
            IdleConnection kept = idle.getAndSet(null);
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
                        dialer.connect(
                                Route.tunnelled(origin, proxy.proxyFor(request.uri())),
                                deadline,
                                poll.call);
                poll.on(connection);
                reply = connection.exchange(request, reader, deadline);
            }
            poll.call.detach();
            if (connection.isReusable() && !poll.call.cancelled()) {
                connection.idle();
                idle.set(new IdleConnection(origin, connection));
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
     * Polls on the connection of the previous poll. Returns null if the server had closed it, as it
     * may do at any time with an idle connection: then the server did not process the request.
     */
    private HttpResponse<byte[]> again(
            HttpConnection connection, HttpRequest request, Deadline deadline, Poll poll)
            throws IOException, InterruptedException {
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

    /** Lets the thread end as soon as it is idle. */
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
        IdleConnection kept = idle.getAndSet(null);
        if (kept != null) {
            kept.connection().close();
        }
    }
}

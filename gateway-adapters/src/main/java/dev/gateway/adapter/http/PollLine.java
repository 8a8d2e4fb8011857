package dev.gateway.adapter.http;

import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest;
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
 * A connection for long polls of a platform that delivers only once. {@code java.net.http} can only
 * drop a call, and with it an answer that was on its way. This one stops asking first: {@link #end}
 * closes the sending half of the connection; the server, who sees that nobody waits any more,
 * closes the other half, and until then an answer that it had sent before is still taken.
 *
 * <p>One poll at a time; {@link #end} and {@link #close} from any thread. No thread and no socket
 * before the first poll; none after {@link #close}.
 */
public final class PollLine {

    /** How long a poll waits for the server's reaction when the line is ended. */
    private static final Duration GRACE = Duration.ofMillis(80);

    private static final long IDLE_THREAD_SECONDS = 5;

    private final String name;
    private final long limit;
    private final Line.Tls tls;
    private final ThreadGroup threads;
    private final CompletableFuture<LineReply> ended = new CompletableFuture<>();
    private ThreadPoolExecutor executor;
    private final AtomicReference<Line> idle = new AtomicReference<>();
    private volatile CompletableFuture<LineReply> late;
    private Socket socket;

    /**
     * A line that is not connected yet.
     *
     * @param name of its thread, for instance {@code weixin-mama-poll}
     * @param limit the largest body to take, in bytes
     */
    public PollLine(String name, long limit) {
        this(name, limit, Line.Tls::ofSystem);
    }

    PollLine(String name, long limit, Line.Tls tls) {
        this.name = name;
        this.limit = limit;
        this.tls = tls;
        threads = new ThreadGroup(name);
    }

    /**
     * Posts and waits for the whole answer.
     *
     * @param request address and headers; its own body is not used
     * @param within from now to the last byte of the answer
     * @throws HttpFailure if there is no complete answer
     * @throws CallCancelledException if the line was ended and no answer was on its way
     * @throws InterruptedException if interrupted; the connection is closed
     */
    public LineReply post(HttpRequest request, byte[] body, Duration within)
            throws HttpFailure, CallCancelledException, InterruptedException {
        CompletableFuture<LineReply> answer = new CompletableFuture<>();
        start(() -> exchange(request, body, answer));
        try {
            CompletableFuture.anyOf(answer, ended).get(within.toNanos(), TimeUnit.NANOSECONDS);
            return answer.get(GRACE.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            if (ended.isDone()) {
                late = answer;
                throw new CallCancelledException();
            }
            throw new HttpFailure(
                    HttpFailure.Kind.TIMEOUT, "no answer in " + within.toMillis() / 1000.0 + " s");
        } catch (ExecutionException e) {
            if (ended.isDone()) {
                throw new CallCancelledException();
            }
            throw HttpFailure.of(e.getCause(), UnaryOperator.identity());
        } finally {
            boolean complete = answer.isDone() && !answer.isCompletedExceptionally();
            if (!complete && late != answer) {
                answer.cancel(false);
                hangUp();
            }
        }
    }

    /** Ends the poll in flight and refuses later ones. Never blocks; idempotent. */
    public void end() {
        if (!ended.complete(null)) {
            return;
        }
        Socket current = socket();
        if (current != null) {
            try {
                current.shutdownOutput();
            } catch (IOException e) {
                hangUp(); // not connected yet, or not any more
            }
        }
    }

    /**
     * Waits for the server's last word after {@link #end}, and hangs up then: an answer, if one was
     * on its way after all, or nothing. For the one who polled, when his poll was cancelled.
     */
    public Optional<LineReply> late(Duration within) throws InterruptedException {
        CompletableFuture<LineReply> answer = late;
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
            hangUp();
        }
    }

    /**
     * Ends the line and its thread.
     *
     * @return whether the thread ended within the time
     */
    public boolean close(Duration within) throws InterruptedException {
        ended.complete(null);
        hangUp();
        synchronized (this) {
            if (executor != null) {
                executor.shutdown();
            }
        }
        long deadline = System.nanoTime() + within.toNanos();
        var left = new Thread[threads.activeCount() + 8];
        for (int count = threads.enumerate(left); count > 0; count = threads.enumerate(left)) {
            long millis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (millis <= 0) {
                return false;
            }
            left[0].join(millis);
        }
        return true;
    }

    private synchronized void start(Runnable task) throws CallCancelledException {
        if (ended.isDone()) {
            throw new CallCancelledException();
        }
        if (executor == null) {
            // More than one thread only while an older one is stuck in a name lookup.
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

    private void exchange(HttpRequest request, byte[] body, CompletableFuture<LineReply> answer) {
        try {
            Line line = idle.getAndSet(null);
            LineReply reply = null;
            if (line != null && line.leadsTo(request.uri())) {
                reply = again(line, request, body);
            }
            if (reply == null) {
                line = Line.open(request.uri(), limit, tls, fresh -> made(fresh, answer));
                reply = line.exchange(request, body);
            }
            if (line.reusable()) {
                idle.set(line);
            } else {
                line.close();
            }
            answer.complete(reply);
        } catch (IOException | RuntimeException e) {
            answer.completeExceptionally(e);
        }
    }

    /**
     * On the connection of the poll before. Null if the server had closed it, as it may at any time
     * with an idle one: then nobody worked on the request.
     */
    private LineReply again(Line line, HttpRequest request, byte[] body) throws IOException {
        try {
            return line.exchange(request, body);
        } catch (IOException e) {
            if (line.begun() || ended.isDone()) {
                throw e;
            }
            line.close();
            return null;
        }
    }

    /** A poll that was given up while it looked for the server must not disturb the next. */
    private synchronized void made(Socket fresh, CompletableFuture<LineReply> answer) {
        if (ended.isDone() || answer.isDone()) {
            close(fresh);
        } else {
            close(socket);
            socket = fresh;
        }
    }

    private synchronized Socket socket() {
        return socket;
    }

    private void hangUp() {
        idle.set(null);
        close(socket());
    }

    private static void close(Socket socket) {
        if (socket != null) {
            try {
                socket.close();
            } catch (IOException e) {
                // Closed is closed.
            }
        }
    }
}

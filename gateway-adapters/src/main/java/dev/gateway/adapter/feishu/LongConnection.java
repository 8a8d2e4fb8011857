package dev.gateway.adapter.feishu;

import dev.gateway.adapter.http.AdapterHttp;
import dev.gateway.adapter.http.CallCancelledException;
import dev.gateway.adapter.http.CallScope;
import dev.gateway.adapter.http.HttpFailure;
import dev.gateway.core.platform.PlatformException;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * One WebSocket. Sending never blocks: what the network does not take is noticed by the missing
 * pong. Thread-safe.
 */
final class LongConnection {

    private static final Duration OPEN_WITHIN = Duration.ofSeconds(10);
    private static final String WHAT = "long connection";

    private final FrameListener listener;
    private final WebSocket socket;
    private CompletableFuture<?> lastSent = CompletableFuture.completedFuture(null);
    private CompletableFuture<?> closeSent;

    private LongConnection(FrameListener listener, WebSocket socket) {
        this.listener = listener;
        this.socket = socket;
    }

    /**
     * Connects.
     *
     * @param received called for each binary message, one at a time, and must not block
     * @throws PlatformException.Rejected if only a person can help
     * @throws Refused if the platform does not want the connection now
     * @throws PlatformException.Unreachable if it was not reached
     */
    static LongConnection open(
            AdapterHttp http,
            Endpoint endpoint,
            Settings settings,
            CallScope scope,
            Consumer<byte[]> received)
            throws PlatformException, Refused, CallCancelledException, InterruptedException {
        var listener = new FrameListener(received);
        try {
            var outcome = new CompletableFuture<Object>();
            http.client(OPEN_WITHIN, scope)
                    .newWebSocketBuilder()
                    .connectTimeout(OPEN_WITHIN)
                    .buildAsync(endpoint.uri(), listener)
                    .whenComplete((socket, failure) -> tell(outcome, socket, failure));
            Object result = http.await(outcome, OPEN_WITHIN.plusSeconds(1), scope);
            if (result instanceof HttpResponse<?> refusal) {
                throw refusal(refusal, settings, http);
            }
            return new LongConnection(listener, (WebSocket) result);
        } catch (HttpFailure e) {
            throw new PlatformException.Unreachable(
                    "Feishu " + WHAT + " to " + endpoint.uri().getHost() + ": " + e.getMessage(),
                    e);
        }
    }

    /** Completes with the socket, or with the answer if the platform gave another one. */
    private static void tell(
            CompletableFuture<Object> outcome, WebSocket socket, Throwable failure) {
        if (socket != null) {
            if (!outcome.complete(socket)) {
                socket.abort();
            }
            return;
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof WebSocketHandshakeException refused) {
                outcome.complete(refused.getResponse());
                return;
            }
        }
        outcome.completeExceptionally(failure);
    }

    private static PlatformException refusal(
            HttpResponse<?> response, Settings settings, AdapterHttp http) throws Refused {
        HttpHeaders headers = response.headers();
        String status = header(headers, "Handshake-Status");
        String error = header(headers, "Handshake-Autherrcode");
        String msg = http.redact(header(headers, "Handshake-Msg"));
        String words =
                "Feishu %s: refused with HTTP %d%s%s%s"
                        .formatted(
                                WHAT,
                                response.statusCode(),
                                status.isEmpty() ? "" : ", status " + status,
                                error.isEmpty() ? "" : ", code " + error,
                                msg.isEmpty() ? "" : ", " + msg);
        if (error.equals(Long.toString(ErrorCode.CONNECTION_LIMIT))) {
            return new PlatformException.Unreachable(words + " (too many connections)");
        }
        if (status.equals(Integer.toString(ErrorCode.FORBIDDEN))) {
            return new PlatformException.Rejected(
                    words,
                    "Choose the long connection for the events of "
                            + settings.name()
                            + " in the app's console, and check that the app is enabled.");
        }
        throw new Refused(words);
    }

    private static String header(HttpHeaders headers, String name) {
        return Answer.oneLine(headers.firstValue(name).orElse(""));
    }

    /** Completed with the reason as soon as the connection is closed or broken. */
    CompletableFuture<String> ended() {
        return listener.ended();
    }

    /** Sends a frame after those before it; nothing once the close has begun. */
    synchronized void send(Frame frame) {
        if (closeSent != null) {
            return;
        }
        ByteBuffer bytes = ByteBuffer.wrap(FrameCodec.encode(frame));
        lastSent =
                lastSent.thenCompose(before -> socket.sendBinary(bytes, true))
                        .whenComplete(this::broken);
    }

    /** Begins to close in good order, after what was sent before. Never blocks; idempotent. */
    synchronized void beginClose() {
        if (closeSent == null) {
            closeSent =
                    lastSent.thenCompose(before -> socket.sendClose(WebSocket.NORMAL_CLOSURE, ""))
                            .whenComplete(this::broken);
        }
    }

    /** Waits until the connection is closed or broken, or the time is over. */
    void awaitEnd(Duration within) throws InterruptedException {
        try {
            ended().get(within.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException | TimeoutException e) {
            // Whoever waits goes on either way.
        }
    }

    /**
     * Closes in good order: sends CLOSE, waits until the platform has closed too, and hangs up when
     * it did or the time is over. Idempotent.
     */
    void close(Duration within) throws InterruptedException {
        long deadline = System.nanoTime() + within.toNanos();
        beginClose();
        try {
            CompletableFuture<?> sent;
            synchronized (this) {
                sent = closeSent;
            }
            sent.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            ended().get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException | TimeoutException e) {
            // It hangs up without the platform's consent.
        } finally {
            socket.abort();
            listener.end("closed");
        }
    }

    private void broken(Object sent, Throwable failure) {
        if (failure != null) {
            listener.end("cannot send: " + FrameListener.words(failure));
        }
    }
}

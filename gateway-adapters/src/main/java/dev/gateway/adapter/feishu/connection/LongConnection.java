package dev.gateway.adapter.feishu.connection;

import dev.gateway.adapter.text.OneLine;
import dev.gateway.core.http.CallCancelledException;
import dev.gateway.core.http.CancellationScope;
import dev.gateway.core.http.HttpCallException;
import dev.gateway.core.http.HttpClient;
import dev.gateway.core.http.HttpHeaders;
import dev.gateway.core.http.HttpResponse;
import dev.gateway.core.http.WebSocketConnection;
import dev.gateway.core.platform.PlatformException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * One WebSocket. Sending never blocks: a missing pong reveals data that the network does not
 * accept. Thread-safe.
 */
final class LongConnection {

    /** The largest accepted message. Frames are small; the platform splits larger events. */
    static final int LARGEST_MESSAGE = 4 << 20;

    private static final Duration OPEN_WITHIN = Duration.ofSeconds(10);
    private static final Duration THREADS_WITHIN = Duration.ofSeconds(1);

    /** A code of the handshake that equals one of REST calls. */
    private static final String CONNECTION_LIMIT = "1000040350";

    private static final String FORBIDDEN = "403";
    private static final String WHAT = "long connection";

    private final WebSocketConnection socket;
    private final CompletableFuture<String> ended;

    private LongConnection(WebSocketConnection socket) {
        this.socket = socket;
        this.ended =
                socket.ended()
                        .thenApply(
                                reason ->
                                        OneLine.of(
                                                reason.replaceFirst(
                                                        "^closed with", "closed by Feishu with")));
    }

    /**
     * Connects.
     *
     * @param received called for each binary message, one at a time; must not block
     * @throws PlatformException.Rejected if only the operator can help
     * @throws ConnectionRefusedException if the platform refuses the connection for now
     * @throws PlatformException.Unreachable if it was not reached
     */
    static LongConnection open(
            HttpClient http,
            Endpoint endpoint,
            ConnectionSettings settings,
            CancellationScope scope,
            Consumer<byte[]> received)
            throws PlatformException,
                    ConnectionRefusedException,
                    CallCancelledException,
                    InterruptedException {
        try {
            return new LongConnection(
                    WebSocketConnection.open(
                            http,
                            endpoint.uri(),
                            "feishu-" + settings.account(),
                            LARGEST_MESSAGE,
                            OPEN_WITHIN,
                            scope,
                            received));
        } catch (WebSocketConnection.UpgradeRefusedException e) {
            throw refusal(e.response(), settings, http);
        } catch (HttpCallException e) {
            throw new PlatformException.Unreachable(
                    "Feishu " + WHAT + " to " + endpoint.uri().getHost() + ": " + e.getMessage(),
                    e);
        }
    }

    private static PlatformException refusal(
            HttpResponse<?> response, ConnectionSettings settings, HttpClient http)
            throws ConnectionRefusedException {
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
        if (error.equals(CONNECTION_LIMIT)) {
            return new PlatformException.Unreachable(words + " (too many connections)");
        }
        if (status.equals(FORBIDDEN)) {
            return new PlatformException.Rejected(
                    words,
                    "Choose the long connection for the events of "
                            + settings.account()
                            + " in the app's console, and check that the app is enabled.");
        }
        throw new ConnectionRefusedException(words);
    }

    private static String header(HttpHeaders headers, String name) {
        return OneLine.of(headers.firstValue(name).orElse(""));
    }

    /** Returns a future that completes with the reason when the connection is closed or broken. */
    CompletableFuture<String> ended() {
        return ended;
    }

    /** Queues a frame. Does nothing once closing has begun. */
    void send(Frame frame) {
        socket.send(FrameCodec.encode(frame));
    }

    /** Begins an orderly close after the frames queued before. Never blocks; idempotent. */
    void beginClose() {
        socket.beginClose();
    }

    /** Waits until the connection is closed or broken, at most {@code within}. */
    void awaitEnd(Duration within) throws InterruptedException {
        try {
            ended.get(within.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException | TimeoutException e) {
            // The result is the same for the caller.
        }
    }

    /**
     * Closes in an orderly way: sends CLOSE, waits for the platform's answer at most {@code
     * within}, and closes the connection. Idempotent.
     */
    void close(Duration within) throws InterruptedException {
        beginClose();
        try {
            awaitEnd(within);
        } finally {
            socket.abort("closed");
        }
        socket.awaitThreads(THREADS_WITHIN);
    }
}

package dev.gateway.adapter.feishu.connection;

import dev.gateway.adapter.feishu.message.FeishuEventParser;
import dev.gateway.adapter.text.JsonCodec;
import dev.gateway.core.http.CallCancelledException;
import dev.gateway.core.http.CancellationScope;
import dev.gateway.core.http.HttpClient;
import dev.gateway.core.platform.PlatformContext;
import dev.gateway.core.platform.PlatformException;
import java.net.ProtocolException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection from its opening to its end. The thread that runs it sends pings and monitors the
 * connection; an {@link EventReceiver} stores the events on a thread of its own.
 */
public final class ConnectionSession {

    private static final Logger LOG = LoggerFactory.getLogger(ConnectionSession.class);

    /**
     * The time for the platform's answer to CLOSE, after the last events; a stop has 100 ms in
     * total.
     */
    private static final Duration CLOSE_GRACE = Duration.ofMillis(30);

    /** The time for storing events that came before, and again for interrupting it. */
    private static final Duration RECEIVE_GRACE = Duration.ofMillis(25);

    private static final Duration CLOSE_TIMEOUT = Duration.ofMillis(200);

    private final PlatformContext context;
    private final CancellationScope scope;
    private final Endpoint endpoint;
    private final Heartbeat heartbeat;
    private final EventReceiver receiver;
    private final Semaphore wakeUp = new Semaphore(0);
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private LongConnection connection;

    /** Creates a session that is not connected yet. */
    public ConnectionSession(
            Endpoint endpoint,
            ConnectionSettings settings,
            PlatformContext context,
            FeishuEventParser parser,
            CancellationScope scope) {
        this.endpoint = endpoint;
        this.context = context;
        this.scope = scope;
        this.heartbeat = new Heartbeat(settings, endpoint.config(), System.nanoTime());
        this.receiver = new EventReceiver(context, parser, this::send, this::fail);
    }

    /** Connects; see {@link LongConnection#open}. */
    public void open(HttpClient http, ConnectionSettings settings)
            throws PlatformException,
                    ConnectionRefusedException,
                    CallCancelledException,
                    InterruptedException {
        connection = LongConnection.open(http, endpoint, settings, scope, this::received);
        connection.ended().thenRun(wakeUp::release);
    }

    /** Returns the client config received last. */
    public ClientConfig clientConfig() {
        return heartbeat.config();
    }

    /**
     * Receives until the scope is cancelled.
     *
     * @throws ConnectionLostException if the connection is closed, broken or without a pong
     * @throws PlatformException.NotAccepted if the gateway does not accept a message
     */
    public void run()
            throws ConnectionLostException, PlatformException.NotAccepted, InterruptedException {
        receiver.start();
        try {
            while (!scope.cancelled()) {
                wakeUp.drainPermits();
                check();
                long now = System.nanoTime();
                if (heartbeat.pingDue(now)) {
                    // Recorded first: the pong may arrive before this thread continues.
                    heartbeat.onPingSent(now);
                    send(Frame.ping(endpoint.service()));
                }
                wakeUp.tryAcquire(heartbeat.idle(now).toNanos(), TimeUnit.NANOSECONDS);
            }
        } finally {
            end();
        }
    }

    /** Makes {@link #run} check whether its scope was cancelled. */
    public void wakeUp() {
        wakeUp.release();
    }

    /**
     * Completes the orderly close that {@link #run} began; after {@code within} it closes without
     * the platform's answer. Idempotent.
     */
    public void close(Duration within) throws InterruptedException {
        try {
            receiver.stop(RECEIVE_GRACE);
        } finally {
            connection.close(within);
        }
    }

    /**
     * Waits for the thread of a closed session.
     *
     * @return whether it ended in time
     */
    public boolean awaitEnd(Duration within) throws InterruptedException {
        return receiver.awaitEnd(within);
    }

    /**
     * Ends the session. A stop sends CLOSE first, so that the platform sends events elsewhere at
     * once. Events sent before that are stored if time allows, though they can no longer be acked:
     * they come again much later and are recognised.
     */
    private void end() throws InterruptedException {
        boolean stopped = scope.cancelled();
        try {
            if (stopped) {
                connection.beginClose();
                connection.awaitEnd(CLOSE_GRACE);
            }
            receiver.stop(RECEIVE_GRACE);
        } finally {
            if (stopped) {
                connection.beginClose();
            } else {
                connection.close(CLOSE_TIMEOUT);
            }
        }
    }

    private void check() throws ConnectionLostException, PlatformException.NotAccepted {
        Throwable failed = failure.get();
        if (failed instanceof PlatformException.NotAccepted refused) {
            throw refused;
        }
        if (failed != null) {
            throw new IllegalStateException("Feishu event receiver failed", failed);
        }
        if (connection.ended().isDone()) {
            throw new ConnectionLostException(connection.ended().join());
        }
        if (heartbeat.pongOverdue(System.nanoTime())) {
            throw new ConnectionLostException(
                    "no pong within " + heartbeat.pongTimeout().toMillis() + " ms");
        }
    }

    private void received(byte[] message) {
        try {
            Frame frame = FrameCodec.decode(message);
            if (frame.method() == Frame.CONTROL && frame.isOfType("pong")) {
                contact();
                heartbeat.onPong(
                        clientConfig().with(JsonCodec.read(frame.body())), System.nanoTime());
                wakeUp.release();
            } else if (frame.method() == Frame.DATA && frame.isOfType("event")) {
                contact();
                receiver.offer(frame);
            }
        } catch (ProtocolException e) {
            LOG.warn("Feishu sent {}; it is ignored.", e.getMessage());
        }
    }

    private void contact() {
        if (!scope.cancelled()) {
            context.contact();
        }
    }

    private void send(Frame frame) {
        connection.send(frame);
    }

    private void fail(Throwable reason) {
        failure.compareAndSet(null, reason);
        wakeUp.release();
    }

    /** An exception for a lost connection. */
    public static final class ConnectionLostException extends Exception {
        ConnectionLostException(String reason) {
            super(reason);
        }
    }
}

package dev.gateway.adapter.feishu.connection;

import dev.gateway.adapter.feishu.message.FeishuEventParser;
import dev.gateway.adapter.http.AdapterHttp;
import dev.gateway.adapter.http.CallCancelledException;
import dev.gateway.adapter.http.CancellationScope;
import dev.gateway.adapter.text.JsonCodec;
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
 * One connection from its opening to its end. The thread that runs it pings and watches; events are
 * taken in by a thread of their own ({@link EventReceiver}).
 */
public final class ConnectionSession {

    private static final Logger LOG = LoggerFactory.getLogger(ConnectionSession.class);

    /** For the platform's answer to CLOSE, behind the last events; 100 ms is all there is. */
    private static final Duration CLOSE_GRACE = Duration.ofMillis(30);

    /** For storing what came before that, and again for giving up on it. */
    private static final Duration INTAKE_GRACE = Duration.ofMillis(25);

    private static final Duration LAST_WORDS = Duration.ofMillis(200);

    private final PlatformContext context;
    private final CancellationScope scope;
    private final Endpoint endpoint;
    private final Heartbeat heartbeat;
    private final EventReceiver receiver;
    private final Semaphore wakeUp = new Semaphore(0);
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private LongConnection connection;

    /** A session that is not connected yet. */
    public ConnectionSession(
            Endpoint endpoint,
            ConnectionSettings settings,
            PlatformContext context,
            FeishuEventParser reader,
            CancellationScope scope) {
        this.endpoint = endpoint;
        this.context = context;
        this.scope = scope;
        this.heartbeat = new Heartbeat(settings, endpoint.config(), System.nanoTime());
        this.receiver = new EventReceiver(context, reader, this::send, this::fail);
    }

    /** Connects; see {@link LongConnection#open}. */
    public void open(AdapterHttp http, ConnectionSettings settings)
            throws PlatformException,
                    ConnectionRefusedException,
                    CallCancelledException,
                    InterruptedException {
        connection = LongConnection.open(http, endpoint, settings, scope, this::received);
        connection.ended().thenRun(wakeUp::release);
    }

    /** What the platform asks for by now. */
    public ClientConfig clientConfig() {
        return heartbeat.config();
    }

    /**
     * Receives until the scope is cancelled, and then returns.
     *
     * @throws Lost if the connection is closed, broken or without a pong
     * @throws PlatformException.NotAccepted if the gateway does not take a message
     */
    public void run() throws Lost, PlatformException.NotAccepted, InterruptedException {
        receiver.start();
        try {
            while (!scope.cancelled()) {
                wakeUp.drainPermits();
                check();
                long now = System.nanoTime();
                if (heartbeat.pingDue(now)) {
                    // First: a pong that is quicker than this thread must find itself awaited.
                    heartbeat.onPingSent(now);
                    send(Frame.ping(endpoint.service()));
                }
                wakeUp.tryAcquire(heartbeat.idle(now).toNanos(), TimeUnit.NANOSECONDS);
            }
        } finally {
            end();
        }
    }

    /** Makes {@link #run} look around: its scope was cancelled. */
    public void wakeUp() {
        wakeUp.release();
    }

    /**
     * Closes in good order what {@link #run} left behind, at the latest after this time without the
     * platform's consent. Idempotent.
     */
    public void close(Duration within) throws InterruptedException {
        try {
            receiver.stop(INTAKE_GRACE);
        } finally {
            connection.close(within);
        }
    }

    /** Waits for the thread of a closed session; whether it has ended. */
    public boolean awaitEnd(Duration within) throws InterruptedException {
        return receiver.awaitEnd(within);
    }

    /**
     * When stopped, CLOSE goes out first, so that the platform sends events elsewhere at once. What
     * it had sent before is stored if time allows, though it can no longer be acked: it will come
     * again, much later, and be known.
     */
    private void end() throws InterruptedException {
        boolean stopped = scope.cancelled();
        try {
            if (stopped) {
                connection.beginClose();
                connection.awaitEnd(CLOSE_GRACE);
            }
            receiver.stop(INTAKE_GRACE);
        } finally {
            if (stopped) {
                connection.beginClose();
            } else {
                connection.close(LAST_WORDS);
            }
        }
    }

    private void check() throws Lost, PlatformException.NotAccepted {
        Throwable failed = failure.get();
        if (failed instanceof PlatformException.NotAccepted refused) {
            throw refused;
        }
        if (failed != null) {
            throw new IllegalStateException("Feishu intake failed", failed);
        }
        if (connection.ended().isDone()) {
            throw new Lost(connection.ended().join());
        }
        if (heartbeat.pongOverdue(System.nanoTime())) {
            throw new Lost("no pong within " + heartbeat.pongTimeout().toMillis() + " ms");
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

    /** The connection is gone. */
    public static final class Lost extends Exception {
        Lost(String reason) {
            super(reason);
        }
    }
}

package dev.gateway.adapter.feishu;

import dev.gateway.adapter.http.AdapterHttp;
import dev.gateway.adapter.http.CallCancelledException;
import dev.gateway.adapter.http.CallScope;
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
 * taken in by a thread of their own ({@link Intake}).
 */
final class Session {

    private static final Logger LOG = LoggerFactory.getLogger(Session.class);

    /** For the platform's answer to CLOSE, behind the last events; 100 ms is all there is. */
    private static final Duration CLOSE_GRACE = Duration.ofMillis(30);

    /** For storing what came before that, and again for giving up on it. */
    private static final Duration INTAKE_GRACE = Duration.ofMillis(25);

    private static final Duration LAST_WORDS = Duration.ofMillis(200);

    private final PlatformContext context;
    private final CallScope scope;
    private final Endpoint endpoint;
    private final Heartbeat heartbeat;
    private final Intake intake;
    private final Semaphore wakeUp = new Semaphore(0);
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private LongConnection connection;

    /** A session that is not connected yet. */
    Session(
            Endpoint endpoint,
            Settings settings,
            PlatformContext context,
            EventReader reader,
            CallScope scope) {
        this.endpoint = endpoint;
        this.context = context;
        this.scope = scope;
        this.heartbeat = new Heartbeat(settings, endpoint.config(), System.nanoTime());
        this.intake = new Intake(context, reader, this::send, this::fail);
    }

    /** Connects; see {@link LongConnection#open}. */
    void open(AdapterHttp http, Settings settings)
            throws PlatformException, Refused, CallCancelledException, InterruptedException {
        connection = LongConnection.open(http, endpoint, settings, scope, this::received);
        connection.ended().thenRun(wakeUp::release);
    }

    /** What the platform asks for by now. */
    ClientConfig asked() {
        return heartbeat.config();
    }

    /**
     * Receives until the scope is cancelled, and then returns.
     *
     * @throws Lost if the connection is closed, broken or without a pong
     * @throws PlatformException.NotAccepted if the gateway does not take a message
     */
    void run() throws Lost, PlatformException.NotAccepted, InterruptedException {
        intake.start();
        try {
            while (!scope.cancelled()) {
                wakeUp.drainPermits();
                check();
                long now = System.nanoTime();
                if (heartbeat.pingDue(now)) {
                    // First: a pong that is quicker than this thread must find itself awaited.
                    heartbeat.pinged(now);
                    send(Frame.ping(endpoint.service()));
                }
                wakeUp.tryAcquire(heartbeat.idle(now).toNanos(), TimeUnit.NANOSECONDS);
            }
        } finally {
            end();
        }
    }

    /** Makes {@link #run} look around: its scope was cancelled. */
    void wake() {
        wakeUp.release();
    }

    /**
     * Closes in good order what {@link #run} left behind, at the latest after this time without the
     * platform's consent. Idempotent.
     */
    void close(Duration within) throws InterruptedException {
        try {
            intake.stop(INTAKE_GRACE);
        } finally {
            connection.close(within);
        }
    }

    /** Waits for the thread of a closed session; whether it has ended. */
    boolean awaitEnd(Duration within) throws InterruptedException {
        return intake.awaitEnd(within);
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
            intake.stop(INTAKE_GRACE);
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
                heartbeat.ponged(asked().with(Json.read(frame.body())), System.nanoTime());
                wakeUp.release();
            } else if (frame.method() == Frame.DATA && frame.isOfType("event")) {
                contact();
                intake.offer(frame);
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
    static final class Lost extends Exception {
        Lost(String reason) {
            super(reason);
        }
    }
}

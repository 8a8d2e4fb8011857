package dev.gateway.core.supervision;

import dev.gateway.core.concurrent.SupervisedLoop;
import dev.gateway.core.concurrent.WakeUp;
import dev.gateway.core.platform.PlatformException;
import dev.gateway.core.platform.PlatformState;
import dev.gateway.core.time.Deadline;
import dev.gateway.core.time.Durations;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that serves one platform, {@code platform-<name>}: waits for the token, connects,
 * serves, and reconnects with backoff after each failure. A connection whose lease was lost is
 * disconnected and dropped, and a new one begins with a new lease. No exception of the adapter
 * leaves it. The thread ends after {@link #stopIntake}.
 */
final class ConnectionLoop {

    private static final Logger LOG = LoggerFactory.getLogger(ConnectionLoop.class);

    private static final Duration SLICE = Duration.ofSeconds(1);

    private final String name;
    private final PlatformStateTracker stateTracker;
    private final PlatformToken token;
    private final Runnable beforeToken;
    private final Function<PlatformToken.Held, PlatformConnection> connections;
    private final Dropping dropper;
    private final ReconnectPauses pauses = new ReconnectPauses();
    private final SupervisedLoop loop;
    private final Thread thread;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final WakeUp wakeUp = new WakeUp();
    private volatile boolean serving;
    private volatile PlatformConnection connection;

    /** The disconnect of a connection whose lease was lost, until it is over. */
    private volatile DisconnectTask dropping;

    /** Creates the task that disconnects a connection whose lease was lost. */
    @FunctionalInterface
    interface Dropping {
        DisconnectTask of(PlatformConnection lost);
    }

    /**
     * Creates a loop that is not started.
     *
     * @param beforeToken runs before each wait for the token, what the first poll would wait for
     * @param connections creates the connection of a new lease
     * @param threads creates the thread, of that name
     */
    ConnectionLoop(
            String name,
            PlatformStateTracker stateTracker,
            PlatformToken token,
            Runnable beforeToken,
            Function<PlatformToken.Held, PlatformConnection> connections,
            Dropping dropper,
            ThreadFactory threads) {
        this.name = name;
        this.stateTracker = stateTracker;
        this.token = token;
        this.beforeToken = beforeToken;
        this.connections = connections;
        this.dropper = dropper;
        this.loop =
                new SupervisedLoop(threadName(name), this::serveUntilStopped, () -> {}, threads);
        this.thread = loop.thread();
    }

    /** Returns the name of the thread that serves a platform. */
    static String threadName(String platform) {
        return "platform-" + platform;
    }

    /** Returns the loop, for the monitor. */
    SupervisedLoop loop() {
        return loop;
    }

    /** Returns the present connection, or null. */
    PlatformConnection connection() {
        return connection;
    }

    /** Returns whether the latest rejections were enough to count as permanent. */
    boolean isRejectionPermanent() {
        return pauses.isRejectionPermanent();
    }

    /** Starts the thread; if none can be created now, {@link #refresh} tries again. */
    void start() {
        try {
            loop.start();
        } catch (OutOfMemoryError e) {
            LOG.error("{}: no thread can be created to serve it, trying again", name, e);
            stateTracker.transitionTo(
                    PlatformState.RETRYING, "no thread can be created to serve it");
        }
    }

    /**
     * Ends the present connection if the platform is silent or the lease was lost: it may wait on
     * an answer that will never come.
     */
    void refresh(boolean silent) {
        if (isStopping()) {
            return;
        }
        if (!loop.isStarted()) {
            start();
        }
        PlatformConnection current = connection;
        boolean lost = current != null && !current.isLeased();
        if ((silent || lost && current.isOverdue()) && serving) {
            thread.interrupt();
        } else if (lost) {
            leaseLost();
        }
    }

    /** Cancels the poll of a connection that has no lease any more; the thread does the rest. */
    void leaseLost() {
        PlatformConnection current = connection;
        if (current != null && !isStopping()) {
            current.stopIntake();
            showLoss();
        }
        wakeUp.signal();
    }

    private void showLoss() {
        stateTracker.transitionTo(token.waiting(), "lost its token: " + token.lossReason());
    }

    /** Cancels polls and waits; returns at once. */
    void stopIntake() {
        stopping.countDown();
        wakeUp.signal();
        loop.stop();
        PlatformConnection current = connection;
        if (current != null) {
            current.stopIntake();
        }
        if (!serving) {
            thread.interrupt(); // The thread waits for its token or creates its adapter.
        }
    }

    /**
     * Waits for the end of the thread, after {@link #stopIntake}, and of a lost connection.
     *
     * @throws InterruptedException if one of them goes on
     */
    void awaitEnd(Deadline end) throws InterruptedException {
        join(end.orAfter(PlatformConnection.SERVING_GRACE));
        if (thread.isAlive()) {
            thread.interrupt();
            join(end);
        }
        DisconnectTask lost = dropping;
        if (lost != null) {
            lost.awaitEnd(end);
        }
        if (thread.isAlive() || lost != null && !lost.isOver()) {
            throw new InterruptedException("the serving thread goes on");
        }
    }

    private void join(Deadline limit) throws InterruptedException {
        thread.join(Math.max(1, limit.remaining().toMillis()));
    }

    /**
     * Records an answer of the platform. Without a lease it does not count, and no request follows
     * it: in a process that was paused, the thread that polls may be the first to run.
     */
    void contact() {
        PlatformConnection current = connection;
        if (current != null && !current.isLeased()) {
            leaseLost();
            return;
        }
        pauses.contact();
        loop.succeeded();
        stateTracker.contact();
    }

    private void serveUntilStopped() throws InterruptedException {
        try {
            beforeToken.run();
            token.await(pauses.backoff());
            Optional<PlatformToken.Held> lease = token.lease();
            if (isStopping() || lease.isEmpty()) {
                return;
            }
            PlatformConnection current = connect(lease.get());
            stateTracker.transitionTo(PlatformState.CONNECTING, null);
            serve(current);
            if (!isStopping()) {
                drop(current);
            }
        } catch (UncheckedIOException e) {
            // A failure of the journal, whose message names the file and the next step.
            pause(token.untilRetry(retry(e.getCause().getMessage(), null)));
        } catch (OutOfMemoryError e) {
            throw reportShortage(e);
        } catch (RuntimeException | Error e) {
            pause(retry("internal error: " + e + "; see the log", e));
        }
    }

    /** Returns the connection of the present lease, created at the first call. */
    private PlatformConnection connect(PlatformToken.Held lease) {
        PlatformConnection current = connection;
        if (current == null) {
            current = connections.apply(lease);
            connection = current;
            if (isStopping()) {
                current.stopIntake(); // The stop came before there was a connection.
            }
        }
        return current;
    }

    /** Serves until the stop, or until the lease is lost. */
    private void serve(PlatformConnection current) throws InterruptedException {
        try {
            while (!isOver(current)) {
                pause(serveOnce(current));
            }
        } finally {
            if (isOver(current)) {
                current.reportIntakeEnd();
            }
        }
    }

    /**
     * Disconnects a connection whose lease was lost. It is offered for nothing meanwhile; a new one
     * begins only when it has ended, so that an account never has two.
     */
    private void drop(PlatformConnection lost) throws InterruptedException {
        LOG.error(
                "{}: lost its token: {}. It polls again once it has the token.",
                name,
                token.lossReason());
        showLoss();
        lost.close();
        DisconnectTask task = dropper.of(lost);
        dropping = task;
        connection = null;
        task.start();
        while (!task.isOver()) {
            task.awaitEnd(Deadline.after(SLICE));
            if (task.isDue()) {
                task.interrupt();
            }
        }
        dropping = null;
        token.drop();
    }

    /** Serves one connection; returns the pause before the next attempt. */
    private Duration serveOnce(PlatformConnection current) throws InterruptedException {
        pauses.begin();
        try {
            call(current);
            // An adapter that may not poll any more has not failed.
            return current.isLeased() ? retry("the connection ended", null) : Duration.ZERO;
        } catch (PlatformException.Throttled e) {
            // A platform that asks for no pause is not called at once either.
            return Durations.max(e.retryAfter(), retry(e.getMessage(), null));
        } catch (PlatformException.Rejected e) {
            stateTracker.transitionTo(PlatformState.REJECTED, withRemedy(e));
            return pauses.afterRejection();
        } catch (PlatformException.Expired e) {
            stateTracker.transitionTo(PlatformState.EXPIRED, withRemedy(e));
            return pauses.afterExpiry(e.pause());
        } catch (PlatformException e) {
            return retry(withRemedy(e), null);
        } catch (InterruptedException e) {
            if (isStopping()) {
                throw e;
            }
            return retry(
                    stateTracker.status().error().orElse("the connection was interrupted"), null);
        } catch (UncheckedIOException e) {
            return retry(e.getCause().getMessage(), null);
        } catch (OutOfMemoryError e) {
            throw reportShortage(e);
        } catch (RuntimeException | Error e) {
            return retry("internal error: " + e + "; see the log", e);
        }
    }

    private void call(PlatformConnection current) throws PlatformException, InterruptedException {
        serving = true;
        try {
            current.serve();
        } finally {
            serving = false;
        }
    }

    /**
     * Reports a lack of resources of the whole process, mostly threads, which is not the platform's
     * fault: the loop retries soon, and if the lack lasts, the process ends.
     */
    private OutOfMemoryError reportShortage(OutOfMemoryError e) {
        stateTracker.transitionTo(PlatformState.RETRYING, "internal error: " + e.getMessage());
        return e;
    }

    private Duration retry(String why, Throwable trace) {
        PlatformConnection current = connection;
        if (isStopping() || current != null && isOver(current)) {
            return Duration.ZERO;
        }
        if (trace != null) {
            LOG.error("{}: {}", name, why, trace);
        }
        stateTracker.transitionTo(PlatformState.RETRYING, why);
        return pauses.afterFailure();
    }

    private static String withRemedy(PlatformException e) {
        return e.getMessage() + e.remedy().map(remedy -> ". " + remedy).orElse("");
    }

    /** Waits; returns early at a stop, and when the lease is lost. */
    private void pause(Duration length) throws InterruptedException {
        Deadline end = Deadline.after(length);
        PlatformConnection current = connection;
        while (!isStopping() && !end.isExpired() && (current == null || current.isLeased())) {
            wakeUp.await(end.remaining());
        }
    }

    private boolean isOver(PlatformConnection current) {
        return isStopping() || !current.isLeased();
    }

    private boolean isStopping() {
        return stopping.getCount() == 0;
    }
}

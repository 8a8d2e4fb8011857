package dev.gateway.core.supervision;

import dev.gateway.core.access.AccessGate;
import dev.gateway.core.concurrent.SupervisedLoop;
import dev.gateway.core.config.AccessPolicy;
import dev.gateway.core.config.PlatformConfig;
import dev.gateway.core.config.TextFormat;
import dev.gateway.core.event.EventStream;
import dev.gateway.core.journal.AccountBinding;
import dev.gateway.core.journal.Journal;
import dev.gateway.core.platform.PlatformAdapter;
import dev.gateway.core.platform.PlatformException;
import dev.gateway.core.platform.PlatformFactory;
import dev.gateway.core.platform.PlatformState;
import dev.gateway.core.platform.SendLimits;
import dev.gateway.core.status.PlatformStatus;
import dev.gateway.core.time.Backoff;
import dev.gateway.core.time.Deadline;
import dev.gateway.core.time.Durations;
import dev.gateway.core.time.MonotonicClock;
import dev.gateway.core.token.TokenKey;
import dev.gateway.core.token.TokenLocks;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The supervisor of one platform's connection: waits for its token, serves, and reconnects with
 * backoff after each loss. No exception of the adapter leaves it. Has one thread, {@code
 * platform-<name>}, from {@link #start()} until the platform is disconnected.
 */
public final class PlatformSupervisor {

    private static final Logger LOG = LoggerFactory.getLogger(PlatformSupervisor.class);
    private static final Duration MIN_PAUSE = Duration.ofSeconds(1);
    private static final Duration MAX_PAUSE = Duration.ofSeconds(60);

    /**
     * The pauses after rejections. A rejection can be a passing mistake of the platform or of a
     * proxy, so it is checked again: soon, to learn whether it lasts, and then with growing pauses.
     */
    private static final List<Duration> REJECTION_PAUSES =
            List.of(
                    Duration.ofMillis(500),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(20),
                    Duration.ofMinutes(1),
                    Duration.ofMinutes(3),
                    Duration.ofMinutes(10));

    /** The number of consecutive rejections from which they count as permanent. */
    private static final int PERMANENT_REJECTIONS = 3;

    /**
     * The time after which a serving thread is interrupted; it should end within 100 ms after its
     * intake was stopped.
     */
    private static final Duration SERVING_GRACE = Duration.ofMillis(500);

    private final PlatformConfig config;
    private final PlatformFactory factory;
    private final TokenKey key;
    private final PlatformStateTracker stateTracker;
    private final PlatformToken token;
    private final JournalPlatformContext context;
    private final AccessGate gate;
    private final Backoff.Sequence backoff;
    private final SupervisedLoop loop;
    private final Thread thread;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private volatile int rejections;
    private volatile boolean progress;
    private volatile boolean serving;
    private volatile PlatformAdapter adapter;

    PlatformSupervisor(
            PlatformConfig config,
            PlatformFactory factory,
            Journal journal,
            Path media,
            TokenLocks tokens,
            Duration tokenWait,
            Clock clock,
            EventStream events,
            Runnable beforeWaiting) {
        this.config = config;
        this.factory = factory;
        this.stateTracker =
                new PlatformStateTracker(
                        config.name(),
                        config.type(),
                        PlatformState.CONNECTING,
                        clock,
                        MonotonicClock.start(),
                        events);
        this.key = TokenKey.of(config.type(), factory.token(config));
        this.token =
                new PlatformToken(
                        config.name(),
                        factory.displayName(),
                        key,
                        tokens,
                        tokenWait,
                        stateTracker,
                        events,
                        this::tokenLost,
                        beforeWaiting);
        this.gate = new AccessGate(config.access());
        this.context =
                new JournalPlatformContext(
                        config.name(),
                        journal,
                        gate,
                        media,
                        this::contact,
                        stateTracker::beginStoring,
                        stateTracker::endStoring,
                        events);
        this.backoff = new Backoff(MIN_PAUSE, 2, MAX_PAUSE, 0.5).sequence();
        this.loop =
                new SupervisedLoop("platform-" + config.name(), this::serveUntilStopped, () -> {});
        this.thread = loop.thread();
    }

    /** Returns whether only one of both can poll at a time. */
    public boolean sharesTokenWith(PlatformSupervisor other) {
        return key.equals(other.key);
    }

    public String name() {
        return config.name();
    }

    PlatformConfig config() {
        return config;
    }

    /** Replaces the rules of who may talk, from the next message on. */
    void setAccess(AccessPolicy access) {
        gate.setPolicy(access);
    }

    /** Returns the adapter, if it was created already. */
    Optional<PlatformAdapter> adapter() {
        return Optional.ofNullable(adapter);
    }

    /** Returns the limits for sending, if the operator lets the gateway keep them. */
    SendLimits sendLimits() {
        return config.sendLimited() ? factory.sendLimits() : SendLimits.NONE;
    }

    /** Returns the format of answers that name none. */
    TextFormat format() {
        return config.format();
    }

    PlatformStatus status() {
        return stateTracker.status();
    }

    PlatformState state() {
        return stateTracker.state();
    }

    /** Starts the thread; if none can be created now, {@link #refresh} tries again. */
    void start() {
        try {
            loop.start();
        } catch (OutOfMemoryError e) {
            LOG.error("{}: no thread can be created to serve it, trying again", name(), e);
            stateTracker.transitionTo(
                    PlatformState.RETRYING, "no thread can be created to serve it");
        }
    }

    /**
     * Checks that the connection is alive and the token still locked, and interrupts the adapter if
     * not: it may wait on a connection that will never answer. Called every second.
     */
    void refresh() {
        if (!loop.isStarted() && !isStopping()) {
            start();
        }
        boolean silent = stateTracker.expireContact(config.contactTimeout());
        if ((silent || token.isLost()) && serving && !isStopping()) {
            thread.interrupt();
        }
        token.refresh();
    }

    /** Cancels polls and waits; returns at once. */
    void stopIntake() {
        stopping.countDown();
        loop.stop();
        PlatformAdapter current = adapter;
        if (current != null) {
            stopIntake(current);
        }
        if (!serving) {
            thread.interrupt(); // The thread waits for its token or creates its adapter.
        }
    }

    private void stopIntake(PlatformAdapter current) {
        try {
            current.stopIntake();
        } catch (RuntimeException | Error e) {
            LOG.warn("{}: stopping its intake failed", name(), e);
        }
    }

    /**
     * Disconnects, waiting for the adapter and for the serving thread. Runs on a thread of the stop
     * sequence, which interrupts it at the deadline. Returns normally only if both have ended.
     */
    void disconnect(Duration within) throws InterruptedException {
        Deadline end = Deadline.after(within);
        stateTracker.transitionTo(PlatformState.DISCONNECTING, null);
        PlatformAdapter current = adapter;
        if (current != null) {
            try {
                current.disconnect(within);
            } catch (PlatformException | RuntimeException | Error e) {
                LOG.warn("{}: disconnect failed: {}", name(), e.getMessage(), e);
            }
        }
        join(end.orAfter(SERVING_GRACE));
        if (thread.isAlive()) {
            thread.interrupt();
            join(end);
        }
        if (thread.isAlive()) {
            throw new InterruptedException("the serving thread goes on");
        }
        context.close();
        stateTracker.transitionTo(PlatformState.DISCONNECTED, null);
    }

    private void join(Deadline limit) throws InterruptedException {
        thread.join(Math.max(1, limit.remaining().toMillis()));
    }

    /**
     * Marks the platform as abandoned: it did not disconnect in time. Its token stays locked until
     * the process ends.
     */
    void abandon() {
        context.close();
        thread.interrupt();
        stateTracker.transitionTo(PlatformState.ABANDONED, "did not disconnect in time");
    }

    /** Releases the token, unless an abandoned adapter might still poll with it. */
    void releaseToken() {
        if (stateTracker.state() == PlatformState.DISCONNECTED) {
            token.release();
        }
    }

    Thread thread() {
        return thread;
    }

    /** Returns the loop that serves, for the monitor. */
    SupervisedLoop loop() {
        return loop;
    }

    private void serveUntilStopped() throws InterruptedException {
        try {
            context.bind(binding()); // Before the token is held: the first poll is due then.
            token.await(backoff);
            if (isStopping()) {
                return;
            }
            PlatformAdapter current = connection();
            stateTracker.transitionTo(PlatformState.CONNECTING, null);
            while (!isStopping() && token.isHeld()) {
                pause(serveOnce(current));
            }
        } catch (UncheckedIOException e) {
            // A failure of the journal, whose message names the file and the next step.
            pause(retry(e.getCause().getMessage(), null));
        } catch (OutOfMemoryError e) {
            throw reportShortage(e);
        } catch (RuntimeException | Error e) {
            pause(retry("internal error: " + e + "; see the log", e));
        }
    }

    /** Returns the adapter, created at the first call; an account never has a second one. */
    private PlatformAdapter connection() {
        if (adapter == null) {
            adapter = factory.create(config, context);
            if (isStopping()) {
                stopIntake(adapter); // The stop came before there was an adapter.
            }
        }
        return adapter;
    }

    /**
     * Returns the journal's key of the account: the same for every token of one bot, another one
     * for another bot of the same name.
     */
    private String account() {
        return factory.identity(config)
                .filter(identity -> !identity.isBlank())
                .map(identity -> config.type() + ":" + identity)
                .orElse(name());
    }

    private AccountBinding binding() {
        return new AccountBinding(
                account(),
                config.intake().burstWindow(),
                factory.quotesByIdAlone(),
                config.intake().maxAge());
    }

    private void tokenLost() {
        LOG.error("{}: lost its token; it stops polling", name());
        stopIntake();
    }

    /** Serves one connection; returns the pause before the next attempt. */
    private Duration serveOnce(PlatformAdapter current) throws InterruptedException {
        progress = false;
        try {
            serve(current);
            return isStopping() ? Duration.ZERO : retry("the connection ended", null);
        } catch (PlatformException.Throttled e) {
            // A platform that asks for no pause is not called at once either.
            return Durations.max(e.retryAfter(), retry(e.getMessage(), null));
        } catch (PlatformException.Rejected e) {
            stateTracker.transitionTo(PlatformState.REJECTED, withRemedy(e));
            return rejectionPause();
        } catch (PlatformException.Expired e) {
            stateTracker.transitionTo(PlatformState.EXPIRED, withRemedy(e));
            return expiryPause(e.pause());
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

    private Duration rejectionPause() {
        rejections = progress ? 1 : rejections + 1;
        return REJECTION_PAUSES.get(Math.min(rejections, REJECTION_PAUSES.size()) - 1);
    }

    /**
     * Returns the pause after an expired session: two quick checks first, then the platform's own
     * pause.
     */
    private Duration expiryPause(Duration asked) {
        Duration soon = rejectionPause();
        return rejections < PERMANENT_REJECTIONS ? soon : Durations.max(asked, soon);
    }

    /** Returns whether the rejection is permanent, so that only the operator can help. */
    boolean isPermanentlyRejected() {
        PlatformState now = state();
        return (now == PlatformState.REJECTED || now == PlatformState.EXPIRED)
                && rejections >= PERMANENT_REJECTIONS;
    }

    private void serve(PlatformAdapter current) throws PlatformException, InterruptedException {
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
        if (isStopping()) {
            return Duration.ZERO;
        }
        rejections = 0;
        if (progress) {
            backoff.reset();
        }
        if (trace != null) {
            LOG.error("{}: {}", name(), why, trace);
        }
        stateTracker.transitionTo(PlatformState.RETRYING, why);
        return backoff.next();
    }

    private static String withRemedy(PlatformException e) {
        return e.getMessage() + e.remedy().map(remedy -> ". " + remedy).orElse("");
    }

    private void contact() {
        progress = true;
        loop.succeeded();
        stateTracker.contact();
    }

    private void pause(Duration length) throws InterruptedException {
        if (!length.isZero()) {
            boolean stopped = stopping.await(length.toMillis(), TimeUnit.MILLISECONDS);
            LOG.debug("{}: {}", name(), stopped ? "stopped while pausing" : "tries again");
        }
    }

    private boolean isStopping() {
        return stopping.getCount() == 0;
    }
}

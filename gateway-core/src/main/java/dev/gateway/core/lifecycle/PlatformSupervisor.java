package dev.gateway.core.lifecycle;

import dev.gateway.core.config.PlatformConfig;
import dev.gateway.core.event.EventStream;
import dev.gateway.core.journal.Journal;
import dev.gateway.core.platform.PlatformAdapter;
import dev.gateway.core.platform.PlatformException;
import dev.gateway.core.platform.PlatformFactory;
import dev.gateway.core.platform.PlatformState;
import dev.gateway.core.token.TokenKey;
import dev.gateway.core.token.TokenLocks;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one platform connected: waits for its token, serves, and after each loss tries again with
 * backoff. Whatever the adapter throws stays in here. One thread of its own, {@code
 * platform-<name>}, from {@link #start()} until the platform is disconnected.
 */
final class PlatformSupervisor {

    private static final Logger LOG = LoggerFactory.getLogger(PlatformSupervisor.class);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);

    /** A rejection can be the platform's passing mistake; asking this rarely harms nobody. */
    private static final Duration AFTER_REJECTION = Duration.ofMinutes(10);

    private final PlatformConfig config;
    private final PlatformFactory factory;
    private final PlatformStanding standing;
    private final PlatformToken token;
    private final JournalContext context;
    private final Backoff backoff;
    private final Thread thread;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private volatile boolean progress;
    private volatile PlatformAdapter adapter;

    PlatformSupervisor(
            PlatformConfig config,
            PlatformFactory factory,
            Journal journal,
            Path media,
            TokenLocks tokens,
            Duration tokenWait,
            Clock clock,
            EventStream events) {
        this.config = config;
        this.factory = factory;
        this.standing =
                new PlatformStanding(
                        config.name(), config.type(), PlatformState.CONNECTING, clock, events);
        this.token =
                new PlatformToken(
                        config.name(),
                        factory.displayName(),
                        TokenKey.of(config.type(), factory.token(config)),
                        tokens,
                        tokenWait,
                        standing,
                        events,
                        this::tokenLost);
        this.context = new JournalContext(config.name(), journal, media, this::contact);
        this.backoff = new Backoff(FIRST_PAUSE, LONGEST_PAUSE, new SplittableRandom());
        this.thread = new Thread(this::run, "platform-" + config.name());
        thread.setDaemon(true);
    }

    String name() {
        return config.name();
    }

    PlatformConfig config() {
        return config;
    }

    /** The adapter, once there is one. */
    Optional<PlatformAdapter> adapter() {
        return Optional.ofNullable(adapter);
    }

    PlatformStatus status() {
        return standing.status();
    }

    PlatformState state() {
        return standing.state();
    }

    void start() {
        thread.start();
    }

    /**
     * Asks who is waited for, and whether a silent connection still counts. Called every second.
     */
    void refresh() {
        standing.expireContact(config.contactTimeout());
        token.refresh();
    }

    /** Cancels poll and waits; returns at once. */
    void stopIntake() {
        stopping.countDown();
        PlatformAdapter current = adapter;
        if (current != null) {
            try {
                current.stopIntake();
            } catch (RuntimeException e) {
                LOG.warn("{}: stopping its intake failed", name(), e);
            }
        } else {
            thread.interrupt(); // waits for its token
        }
    }

    /**
     * Disconnects, waiting for the adapter and for the serving thread. Runs on a thread of the stop
     * sequence, which interrupts it at the deadline. Returns normally only if all has let go.
     */
    void disconnect(Duration within) throws InterruptedException {
        long end = System.nanoTime() + within.toNanos();
        standing.become(PlatformState.DISCONNECTING, null);
        PlatformAdapter current = adapter;
        if (current != null) {
            try {
                current.disconnect(within);
            } catch (PlatformException | RuntimeException e) {
                LOG.warn("{}: disconnect failed: {}", name(), e.getMessage(), e);
            }
        }
        thread.join(Math.max(1, (end - System.nanoTime()) / 2_000_000));
        if (thread.isAlive()) {
            thread.interrupt();
            thread.join(Math.max(1, (end - System.nanoTime()) / 1_000_000));
        }
        if (thread.isAlive()) {
            throw new InterruptedException("the serving thread goes on");
        }
        context.close();
        standing.become(PlatformState.DISCONNECTED, null);
    }

    /** It did not let go in time. Its token stays locked until the process ends. */
    void abandon() {
        context.close();
        thread.interrupt();
        standing.become(PlatformState.ABANDONED, "did not disconnect in time");
    }

    /** Gives the token back, unless an abandoned adapter might still poll with it. */
    void releaseToken() {
        token.release();
    }

    Thread thread() {
        return thread;
    }

    private void run() {
        try {
            while (!isStopping()) {
                try {
                    live();
                } catch (RuntimeException | Error e) {
                    pause(retry("internal error: " + e + "; see the log", e));
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("{}: stopped", name());
        }
    }

    private void live() throws InterruptedException {
        token.await(backoff);
        if (isStopping()) {
            return;
        }
        PlatformAdapter made = factory.create(config, context);
        adapter = made;
        if (isStopping()) {
            made.stopIntake(); // the stop came between the two looks
        }
        standing.become(PlatformState.CONNECTING, null);
        while (!isStopping()) {
            pause(serveOnce(made));
        }
    }

    private void tokenLost() {
        LOG.error("{}: lost its token; it stops polling", name());
        stopIntake();
    }

    /** One life of the connection; returns how long to leave the platform alone. */
    private Duration serveOnce(PlatformAdapter made) throws InterruptedException {
        progress = false;
        try {
            made.serve();
            return isStopping() ? Duration.ZERO : retry("the connection ended", null);
        } catch (PlatformException.Throttled e) {
            retry(e.getMessage(), null);
            return e.retryAfter();
        } catch (PlatformException.Rejected e) {
            standing.become(PlatformState.REJECTED, withRemedy(e));
            return AFTER_REJECTION;
        } catch (PlatformException.Expired e) {
            standing.become(PlatformState.EXPIRED, withRemedy(e));
            return e.pause();
        } catch (PlatformException e) {
            return retry(withRemedy(e), null);
        } catch (RuntimeException | Error e) {
            return retry("internal error: " + e + "; see the log", e);
        }
    }

    private Duration retry(String why, Throwable trace) {
        if (isStopping()) {
            return Duration.ZERO;
        }
        if (progress) {
            backoff.reset();
        }
        if (trace != null) {
            LOG.error("{}: {}", name(), why, trace);
        }
        standing.become(PlatformState.RETRYING, why);
        return backoff.next();
    }

    private static String withRemedy(PlatformException e) {
        return e.getMessage() + e.remedy().map(remedy -> ". " + remedy).orElse("");
    }

    private void contact() {
        progress = true;
        standing.contact();
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

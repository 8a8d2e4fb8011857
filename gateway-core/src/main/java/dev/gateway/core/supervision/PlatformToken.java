package dev.gateway.core.supervision;

import dev.gateway.core.concurrent.VirtualThreads;
import dev.gateway.core.event.EventStream;
import dev.gateway.core.event.EventType;
import dev.gateway.core.file.DescriptorShortage;
import dev.gateway.core.platform.PlatformState;
import dev.gateway.core.time.Backoff;
import dev.gateway.core.time.DurationFormat;
import dev.gateway.core.time.Durations;
import dev.gateway.core.token.TokenKey;
import dev.gateway.core.token.TokenLease;
import dev.gateway.core.token.TokenLocks;
import dev.gateway.core.token.TokenLocks.Holding;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * The token of one platform: waited for if another process holds it, held until the platform is
 * disconnected, and shown in the platform's state throughout. {@link #await} is for the platform's
 * own thread; the other methods are thread-safe.
 */
public final class PlatformToken {

    private static final Logger LOG = LoggerFactory.getLogger(PlatformToken.class);
    private static final Duration UNLIMITED = Duration.ofDays(365);

    /**
     * A wait that blocks a thread of its own in the kernel and not the caller's, which may be
     * virtual and would keep its carrier from all others.
     */
    private static final Duration ON_ANOTHER_THREAD = Duration.ofHours(12);

    private static final Duration SHARED_RETRY = Duration.ofMillis(500);

    private final String account;
    private final String displayName;
    private final TokenKey key;
    private final TokenLocks tokens;
    private final Duration announced;
    private final PlatformStateTracker stateTracker;
    private final EventStream events;
    private final Runnable onLost;
    private final Runnable beforeWaiting;
    private volatile Held held;

    /** A lease, and whether its issuer has taken it back. */
    record Held(TokenLease lease, AtomicBoolean revoked) {

        /** Returns whether polling is allowed: computed at each call. */
        boolean isValid() {
            return !revoked.get() && lease.isValid();
        }
    }

    /**
     * Creates a token that is not held yet.
     *
     * @param account the name of the platform in the config
     * @param displayName the platform's name in messages
     * @param announced the time that a start waits for it, for the message
     * @param onLost runs if it is lost while it is held
     * @param beforeWaiting runs once another process turned out to hold it
     */
    PlatformToken(
            String account,
            String displayName,
            TokenKey key,
            TokenLocks tokens,
            Duration announced,
            PlatformStateTracker stateTracker,
            EventStream events,
            Runnable onLost,
            Runnable beforeWaiting) {
        this.account = account;
        this.displayName = displayName;
        this.key = key;
        this.tokens = tokens;
        this.announced = announced;
        this.stateTracker = stateTracker;
        this.events = events;
        this.onLost = onLost;
        this.beforeWaiting = beforeWaiting;
    }

    /** Returns whether polling is allowed: computed at each call. */
    boolean isHeld() {
        Held now = held;
        return now != null && now.isValid();
    }

    /** Returns the present lease, if polling is allowed. */
    Optional<Held> lease() {
        return Optional.ofNullable(held).filter(Held::isValid);
    }

    /** Returns the reason why the lease is not valid any more, in a few words. */
    String lossReason() {
        Held now = held;
        return now == null || now.lease().isValid()
                ? "its lease was taken back"
                : now.lease().lossReason();
    }

    /**
     * Returns the pause after a failure of the journal. One that several hosts share may answer at
     * any time, and an account waits for it: the pause does not grow then.
     */
    Duration untilRetry(Duration grown) {
        return tokens.isShared() ? Durations.min(grown, SHARED_RETRY) : grown;
    }

    /** Gives a lost lease up. */
    void drop() {
        Held lost = held;
        held = null;
        stateTracker.tokenHolder(Optional.empty());
        if (lost != null) {
            lost.lease().close();
        }
    }

    /** Acquires the token, waiting without limit until interrupted. */
    void await(Backoff.Sequence backoff) throws InterruptedException {
        if (isHeld()) {
            return;
        }
        if (held != null) {
            LOG.error("{}: lost token {}: {}. Acquiring it anew.", account, key, lossReason());
            drop();
        }
        Optional<Held> obtained = take(Duration.ZERO, backoff);
        if (obtained.isEmpty()) {
            String who = reportHolder();
            // Reported after the preparation: an observer of the state may rely on a prepared
            // platform.
            beforeWaiting.run();
            obtained = take(Duration.ZERO, backoff);
            if (obtained.isEmpty()) {
                stateTracker.transitionTo(waiting(), who);
            }
        }
        while (obtained.isEmpty()) {
            obtained = take(VirtualThreads.areUsed() ? ON_ANOTHER_THREAD : UNLIMITED, backoff);
        }
        held = obtained.get();
        stateTracker.tokenHolder(Optional.of(ProcessHandle.current().pid()));
        events.publish(
                EventType.tokenAcquired(account, key.hash(), obtained.get().lease().epoch()));
    }

    /**
     * Tries to acquire the token. Lock files that cannot be opened are a passing failure of this
     * platform alone.
     */
    private Optional<Held> take(Duration limit, Backoff.Sequence backoff)
            throws InterruptedException {
        while (true) {
            try {
                var revoked = new AtomicBoolean();
                return tokens.acquire(key, account, limit, () -> revoke(revoked))
                        .map(lease -> new Held(lease, revoked));
            } catch (IOException e) {
                String why =
                        "cannot lock its token: " + DescriptorShortage.explained(e.getMessage());
                LOG.warn("{}: {}", account, why);
                stateTracker.transitionTo(PlatformState.RETRYING, why);
                TimeUnit.MILLISECONDS.sleep(backoff.next().toMillis());
            }
        }
    }

    private void revoke(AtomicBoolean revoked) {
        revoked.set(true);
        onLost.run();
    }

    /**
     * Returns the state of a platform without its token: who has it is not known if none answers.
     */
    PlatformState waiting() {
        return tokens.isReachable() ? PlatformState.WAITING_FOR_TOKEN : PlatformState.RETRYING;
    }

    private String reportHolder() {
        Optional<String> obstacle = tokens.obstacle(key);
        return obstacle.isPresent() ? report(obstacle.get()) : reportHolderHere();
    }

    private String report(String obstacle) {
        LOG.info("{}: waits for its token: {}.", account, obstacle);
        stateTracker.tokenHolder(tokens.holder(key).flatMap(Holding::pid));
        if (stateTracker.state() != waiting()) {
            stateTracker.transitionTo(PlatformState.CONNECTING, obstacle);
        }
        return obstacle;
    }

    private String reportHolderHere() {
        Optional<Holding> holding = tokens.holder(key);
        boolean passesOn =
                holding.filter(tokens::isOfThisHome)
                        .flatMap(Holding::pid)
                        .filter(pid -> pid != ProcessHandle.current().pid())
                        .isPresent();
        String where =
                passesOn
                        ? " It is the old process of this home, which passes the token on."
                        : holding.flatMap(Holding::record)
                                .flatMap(record -> record.home())
                                .map(home -> " Its gateway runs in " + home + ".")
                                .orElse("");
        String message =
                "%s bot token already in use (%s)."
                        .formatted(
                                displayName, holding.map(Holding::pidText).orElse("unknown PID"));
        LOG.atLevel(passesOn ? Level.INFO : Level.WARN)
                .log("{} Waiting up to {} for it.", message, DurationFormat.rounded(announced));
        stateTracker.tokenHolder(holding.flatMap(Holding::pid));
        events.publish(EventType.tokenWaiting(account, key.hash(), holding.flatMap(Holding::pid)));
        if (stateTracker.state() != PlatformState.WAITING_FOR_TOKEN) {
            stateTracker.transitionTo(PlatformState.CONNECTING, message + where);
        }
        return message + where;
    }

    /** Updates the displayed holder during the wait. */
    void refresh() {
        if (stateTracker.state() == PlatformState.WAITING_FOR_TOKEN) {
            stateTracker.tokenHolder(tokens.holder(key).flatMap(Holding::pid));
        }
    }

    /** Releases the token. */
    void release() {
        Held last = held;
        held = null;
        if (last != null) {
            last.lease().close();
            stateTracker.tokenHolder(Optional.empty());
            events.publish(EventType.tokenReleased(account, key.hash()));
        }
        tokens.giveUp(key);
    }
}

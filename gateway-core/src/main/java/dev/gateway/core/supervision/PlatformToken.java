package dev.gateway.core.supervision;

import dev.gateway.core.event.EventStream;
import dev.gateway.core.event.EventType;
import dev.gateway.core.platform.PlatformState;
import dev.gateway.core.time.Backoff;
import dev.gateway.core.time.DurationFormat;
import dev.gateway.core.token.TokenKey;
import dev.gateway.core.token.TokenLease;
import dev.gateway.core.token.TokenLocks;
import dev.gateway.core.token.TokenLocks.Holding;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The token of one platform: waited for if another process holds it, held until the platform is
 * disconnected, and shown in the platform's state throughout. {@link #await} is for the platform's
 * own thread; the other methods are thread-safe.
 */
public final class PlatformToken {

    private static final Logger LOG = LoggerFactory.getLogger(PlatformToken.class);
    private static final Duration UNLIMITED = Duration.ofDays(365);

    private final String account;
    private final String displayName;
    private final TokenKey key;
    private final TokenLocks tokens;
    private final Duration announced;
    private final PlatformStateTracker stateTracker;
    private final EventStream events;
    private final Runnable onLost;
    private final Runnable beforeWaiting;
    private volatile TokenLease lease;

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

    /** Returns whether polling is allowed. */
    boolean isHeld() {
        TokenLease held = lease;
        return held != null && held.isValid();
    }

    /**
     * Returns whether it was held and its lock file was replaced: another process could poll by
     * now.
     */
    boolean isLost() {
        TokenLease held = lease;
        return held != null && !held.isValid();
    }

    /** Acquires the token, waiting without limit until interrupted. */
    void await(Backoff.Sequence backoff) throws InterruptedException {
        if (isHeld()) {
            return;
        }
        if (isLost()) {
            LOG.error(
                    "{}: the lock on token {} is gone, or its file was replaced; locking it anew."
                            + " Leave lock files alone.",
                    account,
                    key);
            lease.close();
            lease = null;
        }
        Optional<TokenLease> obtained = take(Duration.ZERO, backoff);
        if (obtained.isEmpty()) {
            String who = reportHolder();
            // Reported after the preparation: an observer of the state may rely on a prepared
            // platform.
            beforeWaiting.run();
            obtained = take(Duration.ZERO, backoff);
            if (obtained.isEmpty()) {
                stateTracker.transitionTo(PlatformState.WAITING_FOR_TOKEN, who);
            }
        }
        while (obtained.isEmpty()) {
            obtained = take(UNLIMITED, backoff);
        }
        lease = obtained.get();
        stateTracker.tokenHolder(Optional.of(ProcessHandle.current().pid()));
        events.publish(EventType.tokenAcquired(account, key.hash(), lease.epoch()));
    }

    /**
     * Tries to acquire the token. Lock files that cannot be opened are a passing failure of this
     * platform alone.
     */
    private Optional<TokenLease> take(Duration limit, Backoff.Sequence backoff)
            throws InterruptedException {
        while (true) {
            try {
                return tokens.acquire(key, account, limit, onLost);
            } catch (IOException e) {
                LOG.warn("{}: cannot lock its token: {}", account, e.getMessage());
                stateTracker.transitionTo(
                        PlatformState.RETRYING, "cannot lock its token: " + e.getMessage());
                TimeUnit.MILLISECONDS.sleep(backoff.next().toMillis());
            }
        }
    }

    private String reportHolder() {
        Optional<Holding> holding = tokens.holder(key);
        String where =
                holding.flatMap(Holding::record)
                        .flatMap(record -> record.home())
                        .map(home -> " Its gateway runs in " + home + ".")
                        .orElse("");
        String message =
                "%s bot token already in use (%s)."
                        .formatted(
                                displayName, holding.map(Holding::pidText).orElse("unknown PID"));
        LOG.warn("{} Waiting up to {} for it.", message, DurationFormat.rounded(announced));
        stateTracker.tokenHolder(holding.flatMap(Holding::pid));
        events.publish(EventType.tokenWaiting(account, key.hash(), holding.flatMap(Holding::pid)));
        stateTracker.transitionTo(PlatformState.CONNECTING, message + where);
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
        TokenLease held = lease;
        if (held != null) {
            held.close();
            stateTracker.tokenHolder(Optional.empty());
            events.publish(EventType.tokenReleased(account, key.hash()));
        }
    }
}

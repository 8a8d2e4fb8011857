package dev.gateway.core.lifecycle;

import dev.gateway.core.control.Words;
import dev.gateway.core.event.EventStream;
import dev.gateway.core.event.EventType;
import dev.gateway.core.platform.PlatformState;
import dev.gateway.core.token.TokenKey;
import dev.gateway.core.token.TokenLease;
import dev.gateway.core.token.TokenLocks;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The token of one platform: waited for while others have it, held while the platform is served.
 * {@link #obtain} runs on the platform's thread; everything else on any.
 */
final class TokenSeat {

    private static final Logger LOG = LoggerFactory.getLogger(TokenSeat.class);
    private static final Duration WITHOUT_LIMIT = Duration.ofDays(365);

    private final String platform;
    private final String displayName;
    private final Supplier<TokenKey> key;
    private final TokenLocks tokens;
    private final Duration announcedWait;
    private final PlatformStanding standing;
    private final EventStream events;
    private final Runnable onLost;
    private volatile TokenLease lease;

    TokenSeat(
            String platform,
            String displayName,
            Supplier<TokenKey> key,
            TokenLocks tokens,
            Duration announcedWait,
            PlatformStanding standing,
            EventStream events,
            Runnable onLost) {
        this.platform = platform;
        this.displayName = displayName;
        this.key = key;
        this.tokens = tokens;
        this.announcedWait = announcedWait;
        this.standing = standing;
        this.events = events;
        this.onLost = onLost;
    }

    /** Whether polling is allowed. */
    boolean isHeld() {
        TokenLease held = lease;
        return held != null && held.isValid();
    }

    /** Whether it was ours and somebody took its lock file away: another could poll by now. */
    boolean isLost() {
        TokenLease held = lease;
        return held != null && !held.isValid();
    }

    /**
     * Waits until the token is ours.
     *
     * @throws IOException if its lock cannot be made or opened, a passing trouble
     */
    void obtain() throws IOException, InterruptedException {
        if (isLost()) {
            LOG.error(
                    "{}: the lock file of token {} was deleted or replaced; locking it anew."
                            + " Leave lock files alone.",
                    platform,
                    key.get());
            lease.close();
            lease = null;
        }
        Optional<TokenLease> free = acquire(Duration.ZERO);
        if (free.isEmpty()) {
            announceWait();
            while (free.isEmpty()) {
                free = acquire(WITHOUT_LIMIT);
            }
        }
        lease = free.get();
        standing.tokenHolder(Optional.of(ProcessHandle.current().pid()));
        events.publish(
                EventType.TOKEN_ACQUIRED,
                "platform",
                platform,
                "token",
                key.get().hash(),
                "epoch",
                lease.epoch());
    }

    private Optional<TokenLease> acquire(Duration limit) throws IOException, InterruptedException {
        return tokens.acquire(key.get(), platform, limit, onLost);
    }

    private void announceWait() {
        Optional<TokenLocks.Holding> holding = tokens.holder(key.get());
        String holder = holding.map(TokenLocks.Holding::pidText).orElse("unknown PID");
        String where =
                holding.flatMap(TokenLocks.Holding::record)
                        .flatMap(record -> record.home())
                        .map(home -> " Its gateway runs in " + home + ".")
                        .orElse("");
        String message = "%s bot token already in use (%s).".formatted(displayName, holder);
        LOG.warn("{} Waiting up to {} for it.", message, Words.duration(announcedWait));
        standing.tokenHolder(holding.flatMap(TokenLocks.Holding::pid));
        events.publish(
                EventType.TOKEN_WAITING,
                "platform",
                platform,
                "token",
                key.get().hash(),
                "holder_pid",
                holding.flatMap(TokenLocks.Holding::pid).orElse(null));
        standing.become(PlatformState.WAITING_FOR_TOKEN, message + where);
    }

    /** Asks who is waited for. */
    void refresh() {
        if (standing.state() == PlatformState.WAITING_FOR_TOKEN) {
            standing.tokenHolder(tokens.holder(key.get()).flatMap(TokenLocks.Holding::pid));
        }
    }

    /** Gives it back, if it is held. */
    void release() {
        TokenLease held = lease;
        if (held != null) {
            held.close();
            standing.tokenHolder(Optional.empty());
            events.publish(
                    EventType.TOKEN_RELEASED, "platform", platform, "token", key.get().hash());
        }
    }
}

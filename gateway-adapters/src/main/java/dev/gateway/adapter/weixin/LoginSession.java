package dev.gateway.adapter.weixin;

import dev.gateway.core.platform.PlatformException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Whether the platform still takes the token. When it says -14, somebody logged in elsewhere or the
 * login ran out, and more calls make it worse: all are left out for {@link #PAUSE}. Thread-safe.
 */
final class LoginSession {

    /**
     * The vendor's client waits an hour; others ten minutes, which a new login needs not exceed.
     */
    static final Duration PAUSE = Duration.ofMinutes(10);

    private final String remedy;
    private final Clock clock;
    private Instant overUntil = Instant.MIN;

    LoginSession(String account, Clock clock) {
        remedy =
                "Run 'gateway login weixin --name "
                        + account
                        + "', see that the config has the new token, then 'gateway reload'.";
        this.clock = clock;
    }

    /** Notes the end; the exception goes to the caller. */
    synchronized PlatformException.Expired markExpired(String words) {
        overUntil = clock.instant().plus(PAUSE);
        return expired("Weixin ended the session: " + words, PAUSE);
    }

    /**
     * Notes that a poll succeeded. Nothing else counts: other calls may have begun before the end.
     */
    synchronized void markAlive() {
        overUntil = Instant.MIN;
    }

    synchronized boolean isExpired() {
        return clock.instant().isBefore(overUntil);
    }

    /** For every call but the poll, which is what finds out that a session lives again. */
    void check() throws PlatformException.Expired {
        if (isExpired()) {
            throw expired("Weixin ended the session", remaining());
        }
    }

    private synchronized Duration remaining() {
        return Duration.between(clock.instant(), overUntil);
    }

    private PlatformException.Expired expired(String message, Duration pause) {
        return new PlatformException.Expired(message, remedy, pause);
    }
}

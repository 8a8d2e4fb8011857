package dev.gateway.adapter.weixin;

import dev.gateway.core.platform.PlatformException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * The state of the login: whether the platform still accepts the token. It answers -14 after a
 * login elsewhere or when the login has expired, and further calls make it worse: they are
 * suppressed for {@link #PAUSE}. Thread-safe.
 */
final class LoginSession {

    /**
     * The pause after an expiry. The vendor's client waits an hour; others ten minutes, which is
     * enough before a new login.
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

    /** Marks the session as expired and returns the exception for the caller. */
    synchronized PlatformException.Expired markExpired(String message) {
        overUntil = clock.instant().plus(PAUSE);
        return expired("Weixin ended the session: " + message, PAUSE);
    }

    /**
     * Marks the session as valid after a successful poll. Other calls do not count: they may have
     * begun before the expiry.
     */
    synchronized void markAlive() {
        overUntil = Instant.MIN;
    }

    synchronized boolean isExpired() {
        return clock.instant().isBefore(overUntil);
    }

    /**
     * Fails while the session is expired. Polls do not call it, because they detect that a session
     * is valid again.
     */
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

package dev.gateway.adapter.weixin.login;

import java.time.Duration;

/**
 * The timeouts of a login; the usual values are those of the vendor's client.
 *
 * @param total of the whole login
 * @param codeLife after which a code is replaced even if the platform did not report its expiry
 * @param poll of one request for the state
 * @param gap pause between two requests
 * @param codes maximum number of codes
 */
public record LoginTimeouts(
        Duration total, Duration codeLife, Duration poll, Duration gap, int codes) {

    /** Returns the usual values: 8 minutes in all, 5 per code, and three codes after the first. */
    public static LoginTimeouts usual() {
        return new LoginTimeouts(
                Duration.ofSeconds(480),
                Duration.ofMinutes(5),
                Duration.ofSeconds(35),
                Duration.ofSeconds(1),
                4);
    }
}

package dev.gateway.adapter.weixin.login;

import java.time.Duration;

/**
 * How long things take in a login; the usual values are those of the vendor's client.
 *
 * @param total for the whole login
 * @param codeLife after which a code is replaced even if the platform does not say that it expired
 * @param poll how long one question for the state may be held
 * @param gap between two questions
 * @param codes how many codes are shown at most
 */
public record LoginTimeouts(
        Duration total, Duration codeLife, Duration poll, Duration gap, int codes) {

    /** 8 minutes in all, 5 for a code, and three codes after the first. */
    public static LoginTimeouts usual() {
        return new LoginTimeouts(
                Duration.ofSeconds(480),
                Duration.ofMinutes(5),
                Duration.ofSeconds(35),
                Duration.ofSeconds(1),
                4);
    }
}

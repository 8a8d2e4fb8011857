package dev.gateway.core.journal;

import java.time.Duration;
import java.util.Objects;

/**
 * The account that a platform name in the config stands for, and the rules for its messages.
 *
 * @param account the key of its cursor, notes and known messages
 * @param burstWindow the pause after which a person's messages in a row are one message for the
 *     handler; zero if each is its own, except albums and cut texts
 */
public record AccountBinding(String account, Duration burstWindow) {

    /** Checks that nothing is missing. */
    public AccountBinding {
        Objects.requireNonNull(account, "account");
        Objects.requireNonNull(burstWindow, "burstWindow");
    }

    /** Returns the binding of an account without rules of its own. */
    public static AccountBinding of(String account) {
        return new AccountBinding(account, Duration.ZERO);
    }
}

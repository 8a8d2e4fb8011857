package dev.gateway.core.journal;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * The account that a platform name in the config stands for, and the rules for its messages.
 *
 * @param account the key of its cursor, notes and known messages
 * @param burstWindow the pause after which a person's messages in a row are one message for the
 *     handler; zero if each is its own, except albums and cut texts
 * @param keepsSaid whether its messages and answers are kept for later quotes
 * @param maxAge the age from which a message is skipped; empty if none is
 */
public record AccountBinding(
        String account, Duration burstWindow, boolean keepsSaid, Optional<Duration> maxAge) {

    /** Stands behind the type of the platform. */
    private static final char TYPE_SEPARATOR = ':';

    /** Checks that nothing is missing. */
    public AccountBinding {
        Objects.requireNonNull(account, "account");
        Objects.requireNonNull(burstWindow, "burstWindow");
        Objects.requireNonNull(maxAge, "maxAge");
    }

    /** Returns what the platform calls the account, as far as it is known. */
    public String identity() {
        return account.substring(account.indexOf(TYPE_SEPARATOR) + 1);
    }

    /** Returns the binding of an account without rules of its own. */
    public static AccountBinding of(String account) {
        return new AccountBinding(account, Duration.ZERO, false, Optional.empty());
    }
}

package dev.gateway.core.journal;

import dev.gateway.core.platform.AccountId;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * The account that a platform name in the config stands for, and the rules for its messages.
 *
 * @param name the account's name in the config
 * @param account the identity that its cursor, its notes and its messages belong to
 * @param burstWindow the pause after which a person's messages in a row are one message for the
 *     handler; zero if each is its own, except albums and cut texts
 * @param keepsSaid whether its messages and answers are kept for later quotes
 * @param maxAge the age from which a message is skipped; empty if none is
 */
public record AccountBinding(
        String name,
        AccountId account,
        Duration burstWindow,
        boolean keepsSaid,
        Optional<Duration> maxAge) {

    /** Checks that nothing is missing. */
    public AccountBinding {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(account, "account");
        Objects.requireNonNull(burstWindow, "burstWindow");
        Objects.requireNonNull(maxAge, "maxAge");
    }

    /** Returns the binding of an account without rules of its own. */
    public static AccountBinding of(String name, AccountId account) {
        return new AccountBinding(name, account, Duration.ZERO, false, Optional.empty());
    }
}

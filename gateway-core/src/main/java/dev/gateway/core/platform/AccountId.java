package dev.gateway.core.platform;

import java.util.Objects;
import java.util.Optional;

/**
 * The identity of an account of a platform: the type and the platform's own id of the bot ({@code
 * telegram:4711}), so that it stays the same when the token is renewed or the account is renamed in
 * the config. An account whose platform has no such id is known by its name ({@code ntfy/alerts}).
 *
 * @param value the whole as text
 */
public record AccountId(String value) {

    private static final char IDENTIFIED = ':';
    private static final char NAMED = '/';

    /** Checks that it is not empty. */
    public AccountId {
        if (Objects.requireNonNull(value, "value").isBlank()) {
            throw new IllegalArgumentException("an account has no identity");
        }
    }

    /**
     * Returns the id of an account.
     *
     * @param type the type of the platform
     * @param identity the platform's own id of it, if there is one
     * @param name the account's name in the config
     */
    public static AccountId of(String type, Optional<String> identity, String name) {
        return identity.filter(id -> !id.isBlank())
                .map(id -> new AccountId(type + IDENTIFIED + id))
                .orElseGet(() -> named(type, name));
    }

    /** Returns the id of an account that only its name identifies. */
    public static AccountId named(String type, String name) {
        return new AccountId(type + NAMED + name);
    }

    /** Returns whether the platform itself identifies the account. */
    public boolean isIdentified() {
        return value.indexOf(IDENTIFIED) >= 0;
    }

    /** Returns the type of the platform; empty if it is not known. */
    public String type() {
        int end = separator();
        return end < 0 ? "" : value.substring(0, end);
    }

    /** Returns what the platform calls the account, or its name. */
    public String identity() {
        return value.substring(separator() + 1);
    }

    private int separator() {
        int identified = value.indexOf(IDENTIFIED);
        return identified >= 0 ? identified : value.indexOf(NAMED);
    }

    @Override
    public String toString() {
        return value;
    }
}

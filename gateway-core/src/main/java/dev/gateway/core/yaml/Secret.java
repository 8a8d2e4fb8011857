package dev.gateway.core.yaml;

import java.util.Objects;

/**
 * A value that must never be printed. {@link #toString()} masks it, so that a record or a log line
 * that holds one stays harmless; {@link #reveal()} marks each place that really needs it.
 */
public final class Secret {

    private static final String MASK = "********";

    private final String value;

    private Secret(String value) {
        this.value = Objects.requireNonNull(value, "value");
    }

    /** Returns a secret with this value. */
    public static Secret of(String value) {
        return new Secret(value);
    }

    /**
     * Returns the value itself: for the wire and for hashing, never for a message, log or file
     * name.
     */
    public String reveal() {
        return value;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && secret.value.equals(value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return MASK;
    }
}

package dev.gateway.core.token;

/**
 * The right to poll one token. On one machine the kernel lock behind it lasts as long as the
 * process, so {@link #isValid()} stays true until {@link #close()}; an implementation for several
 * hosts can lose a lease while the process lives, and report it through the callback of {@link
 * TokenLocks#acquire}.
 */
public interface TokenLease extends AutoCloseable {

    /** Returns the key of the token. */
    TokenKey key();

    /**
     * Returns the fencing number: higher than that of every earlier holder of this token, so that
     * late writes of theirs can be refused.
     */
    long epoch();

    /** Returns whether polling is still allowed. */
    boolean isValid();

    /**
     * Releases the token; a waiting process has it within milliseconds. Idempotent, never throws.
     */
    @Override
    void close();
}

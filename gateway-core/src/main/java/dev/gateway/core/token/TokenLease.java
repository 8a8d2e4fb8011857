package dev.gateway.core.token;

/**
 * The right to poll one token. On one machine the kernel lock behind it lasts as long as the
 * process, so {@link #isValid()} stays true until {@link #close()}; an engine for several hosts can
 * be put behind the same interface, lose a lease while the process lives, and say so through the
 * callback that {@link TokenLocks#acquire} takes.
 */
public interface TokenLease extends AutoCloseable {

    /** Which token. */
    TokenKey key();

    /** Higher than that of every earlier holder of this token: fences off late writes of theirs. */
    long epoch();

    /** Whether polling is still allowed. */
    boolean isValid();

    /** Gives the token back; a waiter has it within milliseconds. Idempotent, never throws. */
    @Override
    void close();
}

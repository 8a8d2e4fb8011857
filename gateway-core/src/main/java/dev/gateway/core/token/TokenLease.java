package dev.gateway.core.token;

/**
 * The right to poll one token. On one machine the kernel lock behind it lasts as long as the
 * process, so {@link #isValid()} stays true until {@link #close()}, unless its file is replaced; an
 * implementation for several hosts can lose a lease while the process lives, and report it through
 * the callback of {@link TokenLocks#acquire}.
 */
public interface TokenLease extends AutoCloseable {

    /** Returns the key of the token. */
    TokenKey key();

    /**
     * Returns the fencing number: higher than that of every earlier holder of this token, so that
     * late writes of theirs can be refused.
     */
    long epoch();

    /**
     * Returns whether polling and sending are still allowed. It computes the answer at each call,
     * from the clock or the lock itself, and does not block: a flag that another thread sets would
     * be wrong in a process that was stopped for a while.
     */
    boolean isValid();

    /** Returns the reason why {@link #isValid} is false, in a few words. */
    default String lossReason() {
        return "its lease has ended";
    }

    /**
     * Releases the token; a waiting process has it within milliseconds. Idempotent, never throws.
     */
    @Override
    void close();
}

package dev.gateway.core.cluster;

import dev.gateway.core.platform.AccountId;
import java.time.Duration;

/**
 * The right of this process to act for one account of a shared journal, as long as its beats reach
 * the database. Thread-safe; no method but {@link #close} uses the network.
 */
public interface AccountLease extends AutoCloseable {

    /** Returns the account. */
    AccountId account();

    /** Returns the number of this holding: higher than that of every earlier one. */
    long epoch();

    /**
     * Returns whether the account may be polled and answered now. Compares {@link System#nanoTime}
     * at each call: a flag that another thread sets would be wrong in a process that was stopped
     * for a while.
     */
    boolean isValid();

    /** Returns the time for which it is valid without another beat; zero if it is not. */
    Duration validFor();

    /** Returns the reason why it is not valid, in a few words. */
    String lossReason();

    /**
     * Gives the account to the process that should have it next, as {@link ReleaseTarget} says, in
     * one statement, or frees it. Waits for the database at most some seconds; if that cannot be
     * reached, the lease ends with the session. Idempotent, never throws.
     */
    @Override
    void close();
}

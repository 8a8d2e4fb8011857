package dev.gateway.core.cluster;

import dev.gateway.core.config.journal.HostConfig;
import dev.gateway.core.platform.AccountId;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/**
 * The membership of this process in the hosts that share its journal: registered when the journal
 * opens, kept by beats, ended when it closes. If its registration is lost, since its beats stayed
 * away for a whole lease, all its leases end, and it registers anew by itself. Thread-safe.
 *
 * <p>No wall clock decides anything: a lease counts from the sending of the last good beat, and
 * another host is dead when its beat has not changed for a whole lease of the observer's own
 * monotonic clock.
 */
public interface Membership {

    /** Returns this host. */
    HostConfig host();

    /** Returns whether this process may act for the accounts that it holds; computed inline. */
    boolean isValid();

    /** Returns the time for which it is valid without another beat; zero if it is not. */
    Duration leaseLeft();

    /**
     * Returns the reason why the database cannot be used, in one line; empty while it answers.
     * Reads memory.
     */
    Optional<String> problem();

    /** Returns the last look at hosts and accounts; reads memory, at most some seconds old. */
    ClusterView view();

    /**
     * Declares the accounts that this process can hold: those of its config that are enabled. The
     * whole set replaces the former one, and is declared again whenever this process registers
     * anew.
     *
     * @throws IOException if it cannot be stored now; it is stored with the next good beat
     */
    void declare(Collection<AccountClaim> accounts) throws IOException, InterruptedException;

    /**
     * Takes those of the accounts that are free, or were given to this process, in one statement;
     * returns those that it holds now.
     */
    Set<AccountId> take(Collection<AccountId> accounts) throws IOException, InterruptedException;

    /**
     * Returns the lease of an account, waiting until this process holds it; asks for nothing.
     *
     * @param limit the maximum wait
     * @param onLost called once, on another thread, if the lease ends before it is closed
     * @return the lease, or empty if the account was not held in time
     */
    Optional<AccountLease> lease(AccountId account, Duration limit, Runnable onLost)
            throws InterruptedException;

    /** Sets the choice of the next holder of an account that this process gives up. */
    void releaseTo(ReleaseTarget target);

    /** Marks this process as one that gives all accounts away, or ends that. */
    void drain(boolean on) throws IOException, InterruptedException;

    /** Marks this process as one that has passed its home on: it gets no account any more. */
    void markOutgoing();

    /**
     * Registers a listener, called when the view has changed, when a lease was lost, and when an
     * operator has given an order. It must return at once.
     */
    void onChange(Runnable listener);
}

package dev.gateway.core.cluster;

import dev.gateway.core.platform.AccountId;
import dev.gateway.core.session.SessionId;
import java.util.Optional;

/** The choice of the process that gets an account when this one gives it up. Thread-safe. */
@FunctionalInterface
public interface ReleaseTarget {

    /**
     * Returns the next holder; empty to free the account. This process itself if it keeps it: its
     * next lease gets it, with a new epoch. Answers from memory.
     */
    Optional<SessionId> of(AccountId account);
}

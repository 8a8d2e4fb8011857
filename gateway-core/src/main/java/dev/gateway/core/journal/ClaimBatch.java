package dev.gateway.core.journal;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Work taken from a queue of the journal.
 *
 * @param <T> what the queue holds
 * @param taken what the caller has to finish, give back or fail; at most one of each conversation
 * @param nextDue when more may be due without anything else happening; empty if never
 */
public record ClaimBatch<T>(List<T> taken, Optional<Instant> nextDue) {

    /** Copies the list. */
    public ClaimBatch {
        taken = List.copyOf(taken);
    }
}

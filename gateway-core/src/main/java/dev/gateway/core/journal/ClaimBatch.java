package dev.gateway.core.journal;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Work taken from a queue of the journal.
 *
 * @param <T> the type of the queue's items
 * @param taken the items that the caller must finish, release or fail; at most one of each
 *     conversation
 * @param nextDue the time at which more items become due by themselves; empty if never
 */
public record ClaimBatch<T>(List<T> taken, Optional<Instant> nextDue) {

    /** Copies the list. */
    public ClaimBatch {
        taken = List.copyOf(taken);
    }
}

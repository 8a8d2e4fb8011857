package dev.gateway.core.journal;

import java.util.List;

/**
 * The items that a claim took, and the unreadable rows that it parked.
 *
 * @param <T> the type of the queue's items
 * @param claims the items for the caller
 * @param unreadable the rows parked by the claim itself; to be reported after the commit
 */
public record ClaimResult<T>(ClaimBatch<T> claims, List<ParkedRow> unreadable) {

    /** Copies the list. */
    public ClaimResult {
        unreadable = List.copyOf(unreadable);
    }
}

package dev.gateway.core.journal;

import java.util.List;

/**
 * What a claim has taken, and what it has set aside because it could not be read.
 *
 * @param <T> what the queue holds
 * @param claims what the caller has to work on
 * @param unreadable rows that were parked alone; to be reported once the transaction is committed
 */
public record ClaimResult<T>(ClaimBatch<T> claims, List<ParkedRow> unreadable) {

    /** Copies the list. */
    public ClaimResult {
        unreadable = List.copyOf(unreadable);
    }
}

package dev.gateway.core.journal;

import java.util.List;

/**
 * The items that a claim took, and the unreadable rows that it parked.
 *
 * @param <T> the type of the queue's items
 * @param claims the items for the caller
 * @param unreadable the rows parked by the claim itself; to be reported after the commit
 * @param joined the messages that the claim made parts of others; to be reported likewise
 */
public record ClaimResult<T>(
        ClaimBatch<T> claims, List<ParkedRow> unreadable, List<Joined> joined) {

    /** Copies the lists. */
    public ClaimResult {
        unreadable = List.copyOf(unreadable);
        joined = List.copyOf(joined);
    }

    /** Creates a result without joined messages. */
    public ClaimResult(ClaimBatch<T> claims, List<ParkedRow> unreadable) {
        this(claims, unreadable, List.of());
    }

    /**
     * A message that is a part of an earlier one now.
     *
     * @param id the gateway's id of it
     * @param into the id of the message that it is part of
     * @param account the key of the account
     */
    public record Joined(String id, String into, String account) {}
}

package dev.gateway.core.journal;

/**
 * The result of storing a batch.
 *
 * @param fresh the number of new messages, now stored
 * @param duplicates the number of messages that were known already and left out
 * @param refused the number of messages that were refused and left out
 */
public record AcceptResult(int fresh, int duplicates, int refused) {

    /** Creates the result of a batch of which nothing was refused. */
    public AcceptResult(int fresh, int duplicates) {
        this(fresh, duplicates, 0);
    }
}

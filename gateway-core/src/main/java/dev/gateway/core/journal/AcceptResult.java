package dev.gateway.core.journal;

/**
 * The result of storing a batch.
 *
 * @param fresh the number of new messages, now stored
 * @param duplicates the number of messages that were known already and left out
 */
public record AcceptResult(int fresh, int duplicates) {}

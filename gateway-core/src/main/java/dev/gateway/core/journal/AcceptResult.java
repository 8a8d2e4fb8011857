package dev.gateway.core.journal;

/**
 * What became of a batch.
 *
 * @param fresh how many of its messages were new and are stored now
 * @param duplicates how many were known already and were left out
 */
public record AcceptResult(int fresh, int duplicates) {}

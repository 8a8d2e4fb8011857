package dev.gateway.core.journal;

/**
 * A message or an answer that the journal itself has parked.
 *
 * @param id its id, as shown to operators
 * @param account the key of its account
 * @param reason the reason, in one line
 */
public record ParkedRow(String id, String account, String reason) {}

package dev.gateway.core.journal;

/**
 * A message or an answer that the journal itself has parked.
 *
 * @param id its id, as shown to operators
 * @param platform the account's name
 * @param reason the reason, in one line
 */
public record ParkedRow(String id, String platform, String reason) {}

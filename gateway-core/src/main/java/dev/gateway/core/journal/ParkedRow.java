package dev.gateway.core.journal;

/**
 * A message or an answer that the journal itself has set aside.
 *
 * @param id its id, as operators use it
 * @param platform the account's name
 * @param reason why, in one line
 */
public record ParkedRow(String id, String platform, String reason) {}

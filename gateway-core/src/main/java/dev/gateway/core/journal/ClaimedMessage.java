package dev.gateway.core.journal;

import dev.gateway.core.platform.InboundMessage;

/**
 * A message that the caller has to handle. It stays in flight, and its conversation blocked, until
 * it is answered, failed, parked or released; a claim that was released or overtaken by a restart
 * is void, and finishing it does nothing.
 *
 * @param id the gateway's id of it: the same at each try
 * @param platform the account's name
 * @param message what was said
 * @param attempt 1 at the first try
 * @param failures how many tries have failed
 * @param row where it is stored
 * @param claim which claim of it this is
 */
public record ClaimedMessage(
        String id,
        String platform,
        InboundMessage message,
        int attempt,
        int failures,
        long row,
        long claim) {}

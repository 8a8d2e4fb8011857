package dev.gateway.core.journal;

import java.time.Instant;
import java.util.Optional;

/**
 * A message in the journal, for display.
 *
 * @param id the gateway's id of it
 * @param platform the account's name
 * @param state its state
 * @param conversation its chat
 * @param sender its author
 * @param text its text; empty once it is done
 * @param acceptedAt the time at which it was stored
 * @param attempts the number of attempts by handlers
 * @param failures the number of failed attempts
 * @param reason the reason of the last failure
 */
public record StoredMessage(
        String id,
        String platform,
        MessageState state,
        String conversation,
        String sender,
        String text,
        Instant acceptedAt,
        int attempts,
        int failures,
        Optional<String> reason) {}

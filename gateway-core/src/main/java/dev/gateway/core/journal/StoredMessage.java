package dev.gateway.core.journal;

import java.time.Instant;
import java.util.Optional;

/**
 * A message as it lies in the journal, for people to look at.
 *
 * @param id the gateway's id of it
 * @param platform the account's name
 * @param state where it stands
 * @param conversation where it was said
 * @param sender who said it
 * @param text what was said; empty once it is done
 * @param acceptedAt when it was stored
 * @param attempts how often a handler had it
 * @param failures how many of these tries failed
 * @param reason why the last try failed
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

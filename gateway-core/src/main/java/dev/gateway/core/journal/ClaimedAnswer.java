package dev.gateway.core.journal;

import dev.gateway.core.platform.OutboundMessage;
import java.time.Instant;

/**
 * A part of an answer that the caller has to send.
 *
 * @param platform the account's name
 * @param message the message to send; its id is the same at each attempt
 * @param failures the number of failed attempts
 * @param refusals the number of consecutive refused attempts of its conversation
 * @param since the time at which it entered the outbox
 * @param row its row number
 */
public record ClaimedAnswer(
        String platform,
        OutboundMessage message,
        int failures,
        int refusals,
        Instant since,
        long row) {

    /** Returns the idempotency key. */
    public String id() {
        return message.id();
    }
}

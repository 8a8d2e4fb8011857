package dev.gateway.core.journal;

import dev.gateway.core.platform.OutboundMessage;
import java.time.Instant;

/**
 * A part of an answer that the caller has to send.
 *
 * @param platform the account's name
 * @param message what to send; its id is the same at each try
 * @param failures how many tries have failed
 * @param refusals how many tries of its conversation in a row were refused
 * @param since when it was put into the outbox
 * @param row where it is stored
 */
public record ClaimedAnswer(
        String platform,
        OutboundMessage message,
        int failures,
        int refusals,
        Instant since,
        long row) {

    /** The idempotency key. */
    public String id() {
        return message.id();
    }
}

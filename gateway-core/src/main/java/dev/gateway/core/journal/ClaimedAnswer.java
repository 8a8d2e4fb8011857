package dev.gateway.core.journal;

import dev.gateway.core.platform.AccountId;
import dev.gateway.core.platform.OutboundMessage;
import java.time.Instant;

/**
 * A part of an answer that the caller has to send. Its conversation stays blocked until it is sent,
 * refused, postponed or parked; a claim that was taken back meanwhile is void, and finishing it has
 * no effect.
 *
 * @param platform the account's name
 * @param account the identity of the account
 * @param message the message to send; its id is the same at each attempt
 * @param failures the number of failed attempts
 * @param refusals the number of consecutive refused attempts of its conversation
 * @param since the time at which it entered the outbox
 * @param row its row number
 * @param claim the number of this claim of the answer
 */
public record ClaimedAnswer(
        String platform,
        AccountId account,
        OutboundMessage message,
        int failures,
        int refusals,
        Instant since,
        long row,
        long claim) {

    /** Returns the same claim with the account's name in the config. */
    public ClaimedAnswer named(String name) {
        return new ClaimedAnswer(name, account, message, failures, refusals, since, row, claim);
    }

    /** Returns the idempotency key. */
    public String id() {
        return message.id();
    }
}

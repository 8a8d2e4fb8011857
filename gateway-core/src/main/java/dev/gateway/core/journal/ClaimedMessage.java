package dev.gateway.core.journal;

import dev.gateway.core.platform.AccountId;
import dev.gateway.core.platform.InboundMessage;

/**
 * A message that the caller has to handle. It stays in flight, and its conversation blocked, until
 * it is answered, failed, parked or released; a claim that was released, or taken back by another
 * session, is void, and finishing it has no effect.
 *
 * @param id the gateway's id of it: the same at each attempt
 * @param platform the account's name
 * @param account the identity of the account
 * @param message the received message
 * @param attempt the number of the attempt, beginning with 1
 * @param failures the number of failed attempts
 * @param row its row number
 * @param claim the number of this claim of the message
 */
public record ClaimedMessage(
        String id,
        String platform,
        AccountId account,
        InboundMessage message,
        int attempt,
        int failures,
        long row,
        long claim) {

    /** Returns the same claim with the account's name in the config. */
    public ClaimedMessage named(String name) {
        return new ClaimedMessage(id, name, account, message, attempt, failures, row, claim);
    }
}

package dev.gateway.core.journal.engine;

import dev.gateway.core.journal.AccountLabel;
import java.time.Instant;
import java.util.Optional;

/**
 * An answer in the outbox, for display.
 *
 * @param id its idempotency key
 * @param messageId the message that it answers; empty if an operator sent it
 * @param account its account
 * @param conversation the receiving chat
 * @param text its text
 * @param createdAt the time at which it entered the outbox
 * @param parked whether it waits for an operator
 * @param failures the number of failed attempts to send it
 * @param reason the reason of the last failure
 */
public record StoredAnswer(
        String id,
        Optional<String> messageId,
        AccountLabel account,
        String conversation,
        String text,
        Instant createdAt,
        boolean parked,
        int failures,
        Optional<String> reason) {

    /** Returns the account's last name in the config. */
    public String platform() {
        return account.name();
    }
}

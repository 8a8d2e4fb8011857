package dev.gateway.core.journal.engine;

import dev.gateway.core.journal.AccountLabel;
import dev.gateway.core.journal.MessageState;
import java.time.Instant;
import java.util.Optional;

/**
 * A message in the journal, for display.
 *
 * @param id the gateway's id of it
 * @param account its account
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
        AccountLabel account,
        MessageState state,
        String conversation,
        String sender,
        String text,
        Instant acceptedAt,
        int attempts,
        int failures,
        Optional<String> reason) {

    /** Returns the account's last name in the config. */
    public String platform() {
        return account.name();
    }
}

package dev.gateway.core.journal;

import java.time.Instant;
import java.util.Optional;

/**
 * An answer that lies in the outbox, for people to look at.
 *
 * @param id its idempotency key
 * @param messageId the message that it answers; empty if an operator sent it
 * @param platform the account's name
 * @param conversation where it goes
 * @param text what it says
 * @param createdAt when it was put there
 * @param parked whether it waits for an operator
 * @param failures how many tries to send it failed
 * @param reason why the last one did
 */
public record StoredAnswer(
        String id,
        Optional<String> messageId,
        String platform,
        String conversation,
        String text,
        Instant createdAt,
        boolean parked,
        int failures,
        Optional<String> reason) {}

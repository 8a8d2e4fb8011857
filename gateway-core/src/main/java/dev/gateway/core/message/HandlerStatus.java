package dev.gateway.core.message;

import java.time.Instant;
import java.util.Optional;

/**
 * What is known of the handler at a moment.
 *
 * @param type the kind of handler
 * @param state where it stands
 * @param since since when
 * @param lastAnswer when it last answered in this life of the gateway
 * @param error why it is failing, in one line
 */
public record HandlerStatus(
        String type,
        HandlerState state,
        Instant since,
        Optional<Instant> lastAnswer,
        Optional<String> error) {

    /** Returns the status of a handler that was asked nothing yet. */
    public static HandlerStatus unknown(String type, Instant since) {
        return new HandlerStatus(
                type, HandlerState.UNKNOWN, since, Optional.empty(), Optional.empty());
    }
}

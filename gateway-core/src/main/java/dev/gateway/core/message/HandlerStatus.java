package dev.gateway.core.message;

import java.time.Instant;
import java.util.Optional;

/**
 * The status of the handler at one moment.
 *
 * @param type the kind of handler
 * @param state its state
 * @param since the time of its last change of state
 * @param lastAnswer the time of its last answer since the gateway started
 * @param error the reason of the failure, in one line
 */
public record HandlerStatus(
        String type,
        HandlerState state,
        Instant since,
        Optional<Instant> lastAnswer,
        Optional<String> error) {

    /** Returns the status of a handler without attempts. */
    public static HandlerStatus unknown(String type, Instant since) {
        return new HandlerStatus(
                type, HandlerState.UNKNOWN, since, Optional.empty(), Optional.empty());
    }
}

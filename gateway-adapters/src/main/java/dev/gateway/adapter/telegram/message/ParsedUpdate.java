package dev.gateway.adapter.telegram.message;

import dev.gateway.core.platform.InboundMessage;
import java.util.Optional;

/**
 * An update as the gateway sees it.
 *
 * @param message the message to deliver; empty if the update is left out on purpose
 * @param leftOut the kind of what is left out; empty if there is a message
 * @param callback the id of a pressed button's query, which waits for an acknowledgement; empty for
 *     all others
 */
public record ParsedUpdate(Optional<InboundMessage> message, String leftOut, String callback) {

    /** Returns an update with a message to deliver. */
    public static ParsedUpdate of(InboundMessage message) {
        return new ParsedUpdate(Optional.of(message), "", "");
    }

    /** Returns an update without one. */
    public static ParsedUpdate leftOut(String kind) {
        return new ParsedUpdate(Optional.empty(), kind, "");
    }

    /** Returns the same update of a pressed button. */
    public ParsedUpdate withCallback(String id) {
        return new ParsedUpdate(message, leftOut, id);
    }
}

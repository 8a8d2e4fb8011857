package dev.gateway.adapter.telegram;

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
record ParsedUpdate(Optional<InboundMessage> message, String leftOut, String callback) {

    static ParsedUpdate of(InboundMessage message) {
        return new ParsedUpdate(Optional.of(message), "", "");
    }

    static ParsedUpdate leftOut(String kind) {
        return new ParsedUpdate(Optional.empty(), kind, "");
    }

    /** Returns the same update of a pressed button. */
    ParsedUpdate withCallback(String id) {
        return new ParsedUpdate(message, leftOut, id);
    }
}

package dev.gateway.core.platform;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The messages of one poll or push, stored in one transaction or not at all.
 *
 * @param messages in the order in which they were sent; may be empty
 * @param cursor the position of the next poll, if the platform has one and it changed
 * @param notes small values that the adapter needs after a restart (see {@link
 *     PlatformContext#note}), by key
 */
public record InboundBatch(
        List<InboundMessage> messages, Optional<String> cursor, Map<String, String> notes) {

    /** Copies the collections. */
    public InboundBatch {
        messages = List.copyOf(messages);
        notes = Map.copyOf(notes);
    }

    /** Returns a batch of messages and the cursor behind them. */
    public static InboundBatch of(List<InboundMessage> messages, String cursor) {
        return new InboundBatch(messages, Optional.of(cursor), Map.of());
    }

    /** Returns a batch of one pushed message of a platform without cursor. */
    public static InboundBatch of(InboundMessage message) {
        return new InboundBatch(List.of(message), Optional.empty(), Map.of());
    }
}

package dev.gateway.core.platform;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one poll or push brought; stored in one transaction or not at all.
 *
 * @param messages in the order in which they were said; may be empty
 * @param cursor where the next poll goes on, if the platform has such a thing and it moved
 * @param notes small values the adapter wants back after a restart (see {@link
 *     PlatformContext#note}), by key
 */
public record InboundBatch(
        List<InboundMessage> messages, Optional<String> cursor, Map<String, String> notes) {

    /** Copies the collections. */
    public InboundBatch {
        messages = List.copyOf(messages);
        notes = Map.copyOf(notes);
    }

    /** Messages and the cursor behind them. */
    public static InboundBatch of(List<InboundMessage> messages, String cursor) {
        return new InboundBatch(messages, Optional.of(cursor), Map.of());
    }

    /** A pushed message of a platform without cursor. */
    public static InboundBatch of(InboundMessage message) {
        return new InboundBatch(List.of(message), Optional.empty(), Map.of());
    }
}

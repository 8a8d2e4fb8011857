package dev.gateway.core.platform;

import java.util.List;
import java.util.Objects;

/**
 * One message to send: at most as long as {@link PlatformAdapter#split} made it.
 *
 * @param id the idempotency key: the same at each try of the same message, at most 40 characters of
 *     {@code A-Za-z0-9-}
 * @param conversation where to
 * @param replyContext of the message that it answers; empty if it answers none
 * @param text what to say; may be empty if there are attachments
 * @param attachments files to send with it
 */
public record OutboundMessage(
        String id,
        String conversation,
        String replyContext,
        String text,
        List<Attachment> attachments) {

    /** Checks that nothing is missing. */
    public OutboundMessage {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(conversation, "conversation");
        Objects.requireNonNull(replyContext, "replyContext");
        Objects.requireNonNull(text, "text");
        attachments = List.copyOf(attachments);
    }
}

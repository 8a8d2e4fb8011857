package dev.gateway.core.platform;

import dev.gateway.core.config.TextFormat;
import java.util.List;
import java.util.Objects;

/**
 * One message to send, within the length limit of {@link PlatformAdapter#split}.
 *
 * @param id the idempotency key: the same at each attempt to send the same message, at most 40
 *     characters of {@code A-Za-z0-9-}
 * @param conversation the receiving chat
 * @param replyContext that of the message it answers; empty if it answers none
 * @param text the text; may be empty if there are attachments
 * @param attachments files to send with it
 * @param format the format of the text
 */
public record OutboundMessage(
        String id,
        String conversation,
        String replyContext,
        String text,
        List<Attachment> attachments,
        TextFormat format) {

    /** Creates a message of plain text. */
    public OutboundMessage(
            String id,
            String conversation,
            String replyContext,
            String text,
            List<Attachment> attachments) {
        this(id, conversation, replyContext, text, attachments, TextFormat.PLAIN);
    }

    /** Checks that nothing is missing. */
    public OutboundMessage {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(conversation, "conversation");
        Objects.requireNonNull(replyContext, "replyContext");
        Objects.requireNonNull(text, "text");
        attachments = List.copyOf(attachments);
        Objects.requireNonNull(format, "format");
    }
}

package dev.gateway.core.platform;

import dev.gateway.core.config.TextFormat;
import java.util.List;
import java.util.Objects;

/**
 * An answer, or one platform message of it after {@link PlatformAdapter#split(MessagePart)}.
 *
 * @param text the text; may be empty if there are attachments
 * @param attachments files to send with it
 * @param format the format of the text
 */
public record MessagePart(String text, List<Attachment> attachments, TextFormat format) {

    /** Checks that nothing is missing. */
    public MessagePart {
        Objects.requireNonNull(text, "text");
        attachments = List.copyOf(attachments);
        Objects.requireNonNull(format, "format");
    }

    /** Creates a part of plain text. */
    public MessagePart(String text, List<Attachment> attachments) {
        this(text, attachments, TextFormat.PLAIN);
    }
}

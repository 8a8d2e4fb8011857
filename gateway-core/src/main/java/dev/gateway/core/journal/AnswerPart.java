package dev.gateway.core.journal;

import dev.gateway.core.platform.Attachment;
import java.util.List;

/**
 * One platform message of an answer, already split to the platform's size.
 *
 * @param text the text; may be empty if there are attachments
 * @param attachments files to send with it
 */
public record AnswerPart(String text, List<Attachment> attachments) {

    /** Copies the list. */
    public AnswerPart {
        attachments = List.copyOf(attachments);
    }
}

package dev.gateway.core.platform;

import java.util.List;
import java.util.Objects;

/**
 * A message that another one answers or quotes.
 *
 * @param id the platform's id of it; empty if unknown
 * @param sender the author; empty if unknown
 * @param senderName the sender's name; empty if unknown
 * @param text its text, or the quoted part; empty if unknown
 * @param attachments its files, which are not downloaded
 */
public record Quote(
        String id,
        String sender,
        String senderName,
        String text,
        List<RemoteAttachment> attachments) {

    /** Checks that nothing is missing. */
    public Quote {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(sender, "sender");
        Objects.requireNonNull(senderName, "senderName");
        Objects.requireNonNull(text, "text");
        attachments = List.copyOf(attachments);
    }

    /** Returns whether it names a message without its content. */
    public boolean isBare() {
        return !id.isEmpty() && text.isEmpty() && attachments.isEmpty();
    }

    /** Returns the same quote with this text. */
    public Quote withText(String content) {
        return new Quote(id, sender, senderName, content, attachments);
    }
}

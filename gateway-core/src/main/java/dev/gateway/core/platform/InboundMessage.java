package dev.gateway.core.platform;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * A message as a platform delivered it.
 *
 * @param dedupKey equal for two deliveries of the same message, different for two messages; unique
 *     within the account, so the adapter need not put the account into it
 * @param conversation where it was said and where the answer goes; messages of one conversation are
 *     handled one at a time and in order
 * @param sender who said it
 * @param direct true in a private chat, false in a group
 * @param text what was said; empty if it holds attachments only
 * @param attachments files that came with it, already stored
 * @param replyContext whatever the adapter needs to answer it (a reply id, a context token, as it
 *     likes); opaque to everybody else; empty if nothing
 * @param sentAt when it was said, by the platform's clock
 */
public record InboundMessage(
        String dedupKey,
        String conversation,
        String sender,
        boolean direct,
        String text,
        List<Attachment> attachments,
        String replyContext,
        Instant sentAt) {

    /** Checks that nothing is missing. */
    public InboundMessage {
        Objects.requireNonNull(dedupKey, "dedupKey");
        Objects.requireNonNull(conversation, "conversation");
        Objects.requireNonNull(sender, "sender");
        Objects.requireNonNull(text, "text");
        attachments = List.copyOf(attachments);
        Objects.requireNonNull(replyContext, "replyContext");
        Objects.requireNonNull(sentAt, "sentAt");
    }
}

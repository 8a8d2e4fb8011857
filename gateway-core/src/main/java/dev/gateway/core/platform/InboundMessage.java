package dev.gateway.core.platform;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * A message as a platform delivered it.
 *
 * @param dedupKey equal for two deliveries of the same message, different for two messages; unique
 *     within the account, so the adapter need not put the account into it
 * @param conversation the chat it belongs to, which also gets the answer; messages of one
 *     conversation are handled one at a time and in order
 * @param sender the author
 * @param direct true in a private chat, false in a group
 * @param text its text; empty if it holds attachments only
 * @param attachments files already stored in the media folder
 * @param remote files still on the platform; the gateway downloads them before it calls the handler
 * @param replyContext data that the adapter needs to answer it (a reply id, a context token);
 *     opaque to all other code; empty if not needed
 * @param sentAt the sending time by the platform's clock
 * @param context the surroundings of the message
 */
public record InboundMessage(
        String dedupKey,
        String conversation,
        String sender,
        boolean direct,
        String text,
        List<Attachment> attachments,
        List<RemoteAttachment> remote,
        String replyContext,
        Instant sentAt,
        MessageContext context) {

    /** Checks that nothing is missing. */
    public InboundMessage {
        Objects.requireNonNull(dedupKey, "dedupKey");
        Objects.requireNonNull(conversation, "conversation");
        Objects.requireNonNull(sender, "sender");
        Objects.requireNonNull(text, "text");
        attachments = List.copyOf(attachments);
        remote = List.copyOf(remote);
        Objects.requireNonNull(replyContext, "replyContext");
        Objects.requireNonNull(sentAt, "sentAt");
        Objects.requireNonNull(context, "context");
    }

    /** Creates a message without remote files and without context. */
    public InboundMessage(
            String dedupKey,
            String conversation,
            String sender,
            boolean direct,
            String text,
            List<Attachment> attachments,
            String replyContext,
            Instant sentAt) {
        this(
                dedupKey,
                conversation,
                sender,
                direct,
                text,
                attachments,
                List.of(),
                replyContext,
                sentAt,
                MessageContext.NONE);
    }

    /** Returns the same message with these files still to be downloaded. */
    public InboundMessage withRemote(List<RemoteAttachment> files) {
        return new InboundMessage(
                dedupKey,
                conversation,
                sender,
                direct,
                text,
                attachments,
                files,
                replyContext,
                sentAt,
                context);
    }

    /** Returns the same message with this text. */
    public InboundMessage withText(String words) {
        return new InboundMessage(
                dedupKey,
                conversation,
                sender,
                direct,
                words,
                attachments,
                remote,
                replyContext,
                sentAt,
                context);
    }

    /** Returns the same message with this context. */
    public InboundMessage withContext(MessageContext surroundings) {
        return new InboundMessage(
                dedupKey,
                conversation,
                sender,
                direct,
                text,
                attachments,
                remote,
                replyContext,
                sentAt,
                surroundings);
    }

    /** Returns whether the message addresses the bot; in a private chat it always does. */
    public boolean addressed() {
        return context.addressed().orElse(direct);
    }
}

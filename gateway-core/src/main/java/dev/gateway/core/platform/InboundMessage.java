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
 * @param attachments files that came with it and lie in the media folder
 * @param remote files that came with it and are still with the platform; the gateway has them
 *     loaded before it asks the handler
 * @param replyContext whatever the adapter needs to answer it (a reply id, a context token, as it
 *     likes); opaque to everybody else; empty if nothing
 * @param sentAt when it was said, by the platform's clock
 * @param context what surrounds it
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

    /** A message whose files are all there and of whose surroundings nothing is known. */
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

    /** Returns the same message with these files still to be loaded. */
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

    /** Returns the same message with these surroundings. */
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

    /** Returns whether the bot is meant; in a private chat it always is. */
    public boolean addressed() {
        return context.addressed().orElse(direct);
    }
}

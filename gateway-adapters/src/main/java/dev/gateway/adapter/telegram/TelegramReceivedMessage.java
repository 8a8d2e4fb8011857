package dev.gateway.adapter.telegram;

import dev.gateway.core.platform.InboundMessage;
import dev.gateway.core.platform.RemoteAttachment;
import java.time.Instant;
import java.util.List;

/**
 * A message read from an update.
 *
 * @param updateId the platform's number of the update
 * @param target its chat
 * @param sender its author
 * @param text its text
 * @param media its files, which are still on the platform
 * @param reply the context for an answer
 * @param sentAt the time it was sent
 */
record TelegramReceivedMessage(
        long updateId,
        ChatTarget target,
        String sender,
        String text,
        List<RemoteAttachment> media,
        TelegramReplyContext reply,
        Instant sentAt) {

    /** Returns the message for the gateway. */
    InboundMessage toInboundMessage() {
        return new InboundMessage(
                        Long.toString(updateId),
                        target.conversation(),
                        sender,
                        target.direct(),
                        text,
                        List.of(),
                        reply.text(),
                        sentAt)
                .withRemote(media);
    }
}

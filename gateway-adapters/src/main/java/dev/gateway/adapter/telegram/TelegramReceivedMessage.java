package dev.gateway.adapter.telegram;

import dev.gateway.core.platform.InboundMessage;
import dev.gateway.core.platform.RemoteAttachment;
import java.time.Instant;
import java.util.List;

/**
 * A message as it was read out of an update.
 *
 * @param updateId the platform's number of the delivery
 * @param target where it was said
 * @param sender who said it
 * @param text what was said
 * @param media files, still with the platform
 * @param reply what answering it needs
 * @param sentAt when
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

package dev.gateway.adapter.feishu.message;

import dev.gateway.core.platform.InboundMessage;
import dev.gateway.core.platform.MessageContext;
import java.time.Instant;
import java.util.List;

/**
 * A received message whose files are still on the platform.
 *
 * @param id {@code om_…}, unique among all messages of the platform
 * @param conversation the chat, {@code oc_…}, or a thread of it, {@code oc_…/omt_…}
 * @param sender {@code ou_…}
 * @param direct whether it is a private chat
 * @param content its text and files
 * @param reply the way to answer it
 * @param sentAt by the platform's clock
 * @param context its surroundings
 */
public record FeishuReceivedMessage(
        String id,
        String conversation,
        String sender,
        boolean direct,
        MessageContent content,
        FeishuReplyContext reply,
        Instant sentAt,
        MessageContext context) {

    /**
     * Returns the message for the gateway. Deliveries are told apart by the message's id, not by
     * {@code event_id}. Both stay the same when an event is sent again, but a message that comes as
     * two events, as for an app that is subscribed twice, has two event ids.
     */
    public InboundMessage toInboundMessage() {
        return new InboundMessage(
                        id,
                        conversation,
                        sender,
                        direct,
                        content.text(),
                        List.of(),
                        reply.text(),
                        sentAt)
                .withContext(context)
                .withRemote(
                        content.resources().stream()
                                .map(resource -> resource.toRemoteAttachment(id))
                                .toList());
    }
}

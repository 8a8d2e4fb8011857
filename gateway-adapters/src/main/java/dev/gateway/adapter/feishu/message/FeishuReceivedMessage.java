package dev.gateway.adapter.feishu.message;

import dev.gateway.core.platform.InboundMessage;
import dev.gateway.core.platform.MessageContext;
import java.time.Instant;
import java.util.List;

/**
 * A message whose files are still with the platform.
 *
 * @param id {@code om_…}, unique among all messages of the platform
 * @param chat {@code oc_…}
 * @param sender {@code ou_…}
 * @param direct whether it is a private chat
 * @param content what it says
 * @param reply how to answer it
 * @param sentAt by the platform's clock
 * @param context what surrounds it
 */
public record FeishuReceivedMessage(
        String id,
        String chat,
        String sender,
        boolean direct,
        MessageContent content,
        FeishuReplyContext reply,
        Instant sentAt,
        MessageContext context) {

    /**
     * The message as the gateway takes it. Deliveries are told apart by the message's id rather
     * than by {@code event_id}: both stay the same when an event is sent again, but one message
     * that comes as two events, as it does for an app subscribed twice, has two of the latter.
     */
    public InboundMessage toInboundMessage() {
        return new InboundMessage(
                        id, chat, sender, direct, content.text(), List.of(), reply.text(), sentAt)
                .withContext(context)
                .withRemote(
                        content.resources().stream()
                                .map(resource -> resource.toRemoteAttachment(id))
                                .toList());
    }
}

package dev.gateway.adapter.weixin;

import dev.gateway.adapter.weixin.media.CdnFile;
import dev.gateway.core.platform.InboundMessage;
import dev.gateway.core.platform.MessageContext;
import java.time.Instant;
import java.util.List;

/**
 * A message of a user.
 *
 * @param dedupKey see {@link DedupKeyGenerator}
 * @param sender its author
 * @param group the group it was written in; empty in a direct chat
 * @param text its texts, transcripts and descriptions
 * @param files its files
 * @param contextToken to echo in each answer; may be empty
 * @param sentAt by the platform's clock
 * @param context its surroundings
 */
record WeixinReceivedMessage(
        String dedupKey,
        String sender,
        String group,
        String text,
        List<CdnFile> files,
        String contextToken,
        Instant sentAt,
        MessageContext context) {

    WeixinReceivedMessage {
        files = List.copyOf(files);
    }

    /** Returns the conversation of an answer. */
    String conversation() {
        return group.isEmpty() ? sender : group;
    }

    /** Returns the message for the gateway. */
    InboundMessage toInboundMessage() {
        return new InboundMessage(
                        dedupKey,
                        conversation(),
                        sender,
                        group.isEmpty(),
                        text,
                        List.of(),
                        contextToken,
                        sentAt)
                .withContext(context)
                .withRemote(files.stream().map(CdnFile::toRemoteAttachment).toList());
    }
}

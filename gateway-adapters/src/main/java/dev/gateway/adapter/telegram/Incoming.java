package dev.gateway.adapter.telegram;

import dev.gateway.core.platform.Attachment;
import dev.gateway.core.platform.InboundMessage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A message that was read but whose files are not loaded yet.
 *
 * @param updateId the platform's number of the delivery
 * @param target where it was said
 * @param sender who said it
 * @param text what was said
 * @param media files to load
 * @param reply what answering it needs
 * @param sentAt when
 */
record Incoming(
        long updateId,
        ChatTarget target,
        String sender,
        String text,
        List<MediaRef> media,
        ReplyContext reply,
        Instant sentAt) {

    /** The same with what became of its files. */
    InboundMessage with(List<Attachment> loaded, List<String> missing) {
        var lines = new ArrayList<String>();
        if (!text.isEmpty()) {
            lines.add(text);
        }
        missing.forEach(why -> lines.add("[attachment missing: " + why + "]"));
        return new InboundMessage(
                Long.toString(updateId),
                target.conversation(),
                sender,
                target.direct(),
                String.join("\n", lines),
                loaded,
                reply.text(),
                sentAt);
    }
}

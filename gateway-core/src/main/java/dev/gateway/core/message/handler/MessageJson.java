package dev.gateway.core.message.handler;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.core.BoundedJson;
import dev.gateway.core.message.MessageHandler.Request;
import dev.gateway.core.platform.Attachment;
import dev.gateway.core.platform.InboundMessage;
import java.util.Locale;

/**
 * A message as processes and web services get it: {@code {"id", "platform", "conversation",
 * "sender", "direct", "text", "attachments": [{"kind", "name", "media_type", "path", "size"}],
 * "sent_at", "attempt"}}. The id is the same at each try.
 */
final class MessageJson {

    /** Thread-safe once configured. */
    static final ObjectMapper MAPPER = BoundedJson.mapper();

    private MessageJson() {}

    static ObjectNode write(Request request) {
        InboundMessage message = request.message();
        ObjectNode json = MAPPER.createObjectNode();
        json.put("id", request.id());
        json.put("platform", request.platform());
        json.put("conversation", message.conversation());
        json.put("sender", message.sender());
        json.put("direct", message.direct());
        json.put("text", message.text());
        ArrayNode attachments = json.putArray("attachments");
        for (Attachment attachment : message.attachments()) {
            attachments
                    .addObject()
                    .put("kind", attachment.kind().name().toLowerCase(Locale.ROOT))
                    .put("name", attachment.name())
                    .put("media_type", attachment.mediaType())
                    .put("path", attachment.location())
                    .put("size", attachment.size());
        }
        json.put("sent_at", message.sentAt().toString());
        json.put("attempt", request.attempt());
        return json;
    }
}

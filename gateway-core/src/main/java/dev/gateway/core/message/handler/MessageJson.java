package dev.gateway.core.message.handler;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.core.json.BoundedJson;
import dev.gateway.core.message.MessageHandler.Request;
import dev.gateway.core.platform.Attachment;
import dev.gateway.core.platform.InboundMessage;
import dev.gateway.core.platform.MessageKind;
import dev.gateway.core.platform.Quote;
import dev.gateway.core.platform.RemoteAttachment;
import java.util.Locale;

/**
 * Writer of messages for processes and web services: {@code {"id", "platform", "conversation",
 * "sender", "direct", "text", "attachments": [{"kind", "name", "media_type", "path", "size"}],
 * "sent_at", "attempt", "sender_name", "chat_title", "addressed", "kind", "forwarded_from",
 * "location": {"latitude", "longitude", "title"}, "data", "reply_to": {"id", "sender",
 * "sender_name", "text", "attachments": [{"kind", "name", "media_type", "size"}]}}}; {@code
 * reply_to}, {@code forwarded_from} and {@code location} only if the message has one, {@code data}
 * only for a pressed button. The id is the same at each attempt.
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
        json.put("sender_name", message.context().senderName());
        json.put("chat_title", message.context().chatTitle());
        json.put("addressed", message.addressed());
        json.put("kind", message.context().kind().wireName());
        if (!message.context().forwardedFrom().isEmpty()) {
            json.put("forwarded_from", message.context().forwardedFrom());
        }
        message.context()
                .location()
                .ifPresent(
                        place ->
                                json.putObject("location")
                                        .put("latitude", place.latitude())
                                        .put("longitude", place.longitude())
                                        .put("title", place.title()));
        if (message.context().kind() == MessageKind.CALLBACK) {
            json.put("data", message.context().data());
        }
        message.context().replyTo().ifPresent(quote -> write(quote, json.putObject("reply_to")));
        json.put("attempt", request.attempt()); // Last, as scripts that cut the line expect.
        return json;
    }

    private static void write(Quote quote, ObjectNode json) {
        json.put("id", quote.id());
        json.put("sender", quote.sender());
        json.put("sender_name", quote.senderName());
        json.put("text", quote.text());
        ArrayNode attachments = json.putArray("attachments");
        for (RemoteAttachment file : quote.attachments()) {
            attachments
                    .addObject()
                    .put("kind", file.kind().name().toLowerCase(Locale.ROOT))
                    .put("name", file.name())
                    .put("media_type", file.mediaType())
                    .put("size", file.size());
        }
    }
}

package dev.gateway.core.journal.table;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.core.json.JsonTree;
import dev.gateway.core.platform.Attachment;
import dev.gateway.core.platform.MessageContext;
import dev.gateway.core.platform.Quote;
import dev.gateway.core.platform.RemoteAttachment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Codec of a message's context and of its remote files, one text column each; empty for none.
 * Reading ignores additions of later versions.
 */
final class ContextCodec {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private ContextCodec() {}

    static String write(MessageContext context) {
        if (context.equals(MessageContext.NONE)) {
            return "";
        }
        ObjectNode json = NODES.objectNode();
        json.put("sender_name", context.senderName());
        json.put("chat_title", context.chatTitle());
        context.addressed().ifPresent(addressed -> json.put("addressed", addressed));
        context.replyTo().ifPresent(quote -> json.set("reply_to", write(quote)));
        return JsonTree.text(json);
    }

    static String write(List<RemoteAttachment> remote) {
        return remote.isEmpty() ? "" : JsonTree.text(list(remote));
    }

    /**
     * Reads the context of a message.
     *
     * @throws UnreadableRowException if it is not a JSON object
     */
    static MessageContext read(String text) {
        if (text == null || text.isEmpty()) {
            return MessageContext.NONE;
        }
        JsonNode json = tree(text);
        require(json.isObject());
        JsonNode addressed = json.path("addressed");
        JsonNode quote = json.path("reply_to");
        return new MessageContext(
                json.path("sender_name").asText(""),
                json.path("chat_title").asText(""),
                addressed.isBoolean() ? Optional.of(addressed.booleanValue()) : Optional.empty(),
                quote.isObject() ? Optional.of(quote(quote)) : Optional.empty());
    }

    /**
     * Reads the remote files of a message.
     *
     * @throws UnreadableRowException if it is not a list of files
     */
    static List<RemoteAttachment> remote(String text) {
        if (text == null || text.isEmpty()) {
            return List.of();
        }
        return remote(tree(text));
    }

    private static ObjectNode write(Quote quote) {
        ObjectNode json = NODES.objectNode();
        json.put("id", quote.id());
        json.put("sender", quote.sender());
        json.put("sender_name", quote.senderName());
        json.put("text", quote.text());
        json.set("attachments", list(quote.attachments()));
        return json;
    }

    private static Quote quote(JsonNode json) {
        JsonNode attachments = json.path("attachments");
        return new Quote(
                json.path("id").asText(""),
                json.path("sender").asText(""),
                json.path("sender_name").asText(""),
                json.path("text").asText(""),
                attachments.isArray() ? remote(attachments) : List.of());
    }

    private static ArrayNode list(List<RemoteAttachment> remote) {
        ArrayNode list = NODES.arrayNode();
        for (RemoteAttachment file : remote) {
            list.addObject()
                    .put("kind", file.kind().name())
                    .put("name", file.name())
                    .put("media_type", file.mediaType())
                    .put("size", file.size())
                    .put("reference", file.reference());
        }
        return list;
    }

    private static List<RemoteAttachment> remote(JsonNode list) {
        require(list.isArray());
        List<RemoteAttachment> files = new ArrayList<>();
        for (JsonNode file : list) {
            require(file.path("reference").isTextual());
            files.add(
                    new RemoteAttachment(
                            AttachmentCodec.kind(file.path("kind").asText("")),
                            file.path("name").asText("file"),
                            file.path("media_type").asText(Attachment.UNKNOWN_TYPE),
                            file.path("size").asLong(0),
                            file.path("reference").asText()));
        }
        return files;
    }

    private static JsonNode tree(String text) {
        try {
            return JsonTree.read(text);
        } catch (JsonProcessingException e) {
            throw new UnreadableRowException("what surrounds it is no valid JSON", e);
        }
    }

    private static void require(boolean shape) {
        if (!shape) {
            throw new UnreadableRowException("what surrounds it has another shape");
        }
    }
}

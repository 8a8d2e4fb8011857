package dev.gateway.core.journal.codec;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.core.json.JsonTree;
import dev.gateway.core.platform.Attachment;
import dev.gateway.core.platform.GeoLocation;
import dev.gateway.core.platform.MessageContext;
import dev.gateway.core.platform.MessageContextBuilder;
import dev.gateway.core.platform.MessageKind;
import dev.gateway.core.platform.Quote;
import dev.gateway.core.platform.RemoteAttachment;
import dev.gateway.core.platform.SenderKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Codec of a message's context and of its remote files, one text column each; empty for none.
 * Reading ignores additions of later versions.
 */
public final class ContextCodec {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private ContextCodec() {}

    /** Returns the text of a context. */
    public static String write(MessageContext context) {
        if (context.equals(MessageContext.NONE)) {
            return "";
        }
        ObjectNode json = NODES.objectNode();
        put(json, "sender_name", context.senderName());
        if (context.senderKind() != SenderKind.PERSON) {
            json.put("sender_kind", context.senderKind().name());
        }
        put(json, "chat_title", context.chatTitle());
        context.addressed().ifPresent(addressed -> json.put("addressed", addressed));
        if (context.mentionsAll()) {
            json.put("mentions_all", true);
        }
        if (context.kind() != MessageKind.TEXT) {
            json.put("kind", context.kind().wireName());
        }
        context.replyTo().ifPresent(quote -> json.set("reply_to", write(quote)));
        put(json, "forwarded_from", context.forwardedFrom());
        context.location()
                .ifPresent(
                        place ->
                                json.putObject("location")
                                        .put("latitude", place.latitude())
                                        .put("longitude", place.longitude())
                                        .put("title", place.title()));
        put(json, "data", context.data());
        put(json, "album", context.album());
        put(json, "message_id", context.messageId());
        return JsonTree.text(json);
    }

    /** Returns the text of remote files. */
    public static String write(List<RemoteAttachment> remote) {
        return remote.isEmpty() ? "" : JsonTree.text(list(remote));
    }

    /**
     * Reads the context of a message.
     *
     * @throws UnreadableRowException if it is not a JSON object
     */
    public static MessageContext read(String text) {
        if (text == null || text.isEmpty()) {
            return MessageContext.NONE;
        }
        JsonNode json = tree(text);
        require(json.isObject());
        JsonNode addressed = json.path("addressed");
        JsonNode quote = json.path("reply_to");
        JsonNode place = json.path("location");
        MessageContextBuilder context =
                MessageContext.builder()
                        .senderName(json.path("sender_name").asText(""))
                        .senderKind(senderKind(json.path("sender_kind").asText("")))
                        .chatTitle(json.path("chat_title").asText(""))
                        .mentionsAll(json.path("mentions_all").asBoolean(false))
                        .kind(MessageKind.of(json.path("kind").asText("text")))
                        .replyTo(quote.isObject() ? Optional.of(quote(quote)) : Optional.empty())
                        .forwardedFrom(json.path("forwarded_from").asText(""))
                        .location(place.isObject() ? Optional.of(place(place)) : Optional.empty())
                        .data(json.path("data").asText(""))
                        .album(json.path("album").asText(""))
                        .messageId(json.path("message_id").asText(""));
        if (addressed.isBoolean()) {
            context.addressed(addressed.booleanValue());
        }
        return context.build();
    }

    private static void put(ObjectNode json, String key, String value) {
        if (!value.isEmpty()) {
            json.put(key, value);
        }
    }

    /** Returns the kind of a name; a person for one that this version lacks. */
    private static SenderKind senderKind(String name) {
        for (SenderKind kind : SenderKind.values()) {
            if (kind.name().equals(name)) {
                return kind;
            }
        }
        return SenderKind.PERSON;
    }

    private static GeoLocation place(JsonNode json) {
        return new GeoLocation(
                json.path("latitude").asDouble(0),
                json.path("longitude").asDouble(0),
                json.path("title").asText(""));
    }

    /**
     * Reads the remote files of a message.
     *
     * @throws UnreadableRowException if it is not a list of files
     */
    public static List<RemoteAttachment> remote(String text) {
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

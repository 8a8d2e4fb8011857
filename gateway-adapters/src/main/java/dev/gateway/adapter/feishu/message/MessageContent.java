package dev.gateway.adapter.feishu.message;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gateway.adapter.text.JsonCodec;
import dev.gateway.core.platform.Attachment;
import java.util.List;

/**
 * The content of a received message as plain text and files.
 *
 * @param text empty for a file alone
 * @param resources the files, in the order of the message
 */
record MessageContent(String text, List<MessageResource> resources) {

    MessageContent {
        resources = List.copyOf(resources);
    }

    /**
     * Parses a message's {@code content}, itself a JSON text. An unknown message type becomes a
     * note with its name, so that no message disappears without a trace.
     */
    static MessageContent parse(String messageType, String content, MentionResolver mentions) {
        JsonNode json = JsonCodec.read(content);
        return switch (messageType) {
            case "text" ->
                    new MessageContent(mentions.resolve(json.path("text").asText()), List.of());
            case "post" -> RichTextParser.parse(json, mentions);
            case "image" -> only(MessageResource.image(json.path("image_key").asText()));
            case "file" -> only(file(Attachment.Kind.FILE, json));
            case "audio" -> only(file(Attachment.Kind.AUDIO, json));
            case "media" -> only(file(Attachment.Kind.VIDEO, json));
            default -> note(messageType);
        };
    }

    private static MessageResource file(Attachment.Kind kind, JsonNode json) {
        return MessageResource.file(
                kind, json.path("file_key").asText(), json.path("file_name").asText());
    }

    private static MessageContent only(MessageResource resource) {
        return resource.key().isEmpty()
                ? note(resource.label())
                : new MessageContent("", List.of(resource));
    }

    private static MessageContent note(String what) {
        return new MessageContent("[" + what + "]", List.of());
    }
}

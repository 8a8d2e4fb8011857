package dev.gateway.adapter.feishu.message;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gateway.adapter.text.JsonCodec;
import dev.gateway.core.platform.Attachment;
import java.util.List;

/**
 * What a received message says, as plain text and files.
 *
 * @param text empty if it is a file alone
 * @param resources the files, in the order of the message
 */
record MessageContent(String text, List<MessageResource> resources) {

    MessageContent {
        resources = List.copyOf(resources);
    }

    /**
     * Reads a message's {@code content}, itself a JSON text. A kind of message that is not known
     * becomes a note of its name, so that nothing a person sent passes without a trace.
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

package dev.gateway.adapter.feishu;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gateway.core.platform.Attachment;
import java.util.List;

/**
 * What a received message says, as plain text and files.
 *
 * @param text empty if it is a file alone
 * @param resources the files, in the order of the message
 */
record Content(String text, List<Resource> resources) {

    Content {
        resources = List.copyOf(resources);
    }

    /**
     * Reads a message's {@code content}, itself a JSON text. A kind of message that is not known
     * becomes a note of its name, so that nothing a person sent passes without a trace.
     */
    static Content read(String messageType, String content, Mentions mentions) {
        JsonNode json = Json.read(content);
        return switch (messageType) {
            case "text" -> new Content(mentions.resolve(json.path("text").asText()), List.of());
            case "post" -> RichText.read(json, mentions);
            case "image" -> only(Resource.image(json.path("image_key").asText()));
            case "file" -> only(file(Attachment.Kind.FILE, json));
            case "audio" -> only(file(Attachment.Kind.AUDIO, json));
            case "media" -> only(file(Attachment.Kind.VIDEO, json));
            default -> note(messageType);
        };
    }

    private static Resource file(Attachment.Kind kind, JsonNode json) {
        return Resource.file(kind, json.path("file_key").asText(), json.path("file_name").asText());
    }

    private static Content only(Resource resource) {
        return resource.key().isEmpty()
                ? note(resource.label())
                : new Content("", List.of(resource));
    }

    private static Content note(String what) {
        return new Content("[" + what + "]", List.of());
    }
}

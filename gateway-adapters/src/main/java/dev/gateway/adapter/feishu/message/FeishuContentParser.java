package dev.gateway.adapter.feishu.message;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gateway.adapter.text.JsonCodec;
import dev.gateway.core.platform.Attachment;
import dev.gateway.core.platform.MessageKind;

/** A parser of a message's {@code content}, whose form depends on the message's type. */
final class FeishuContentParser {

    /** The type of a selection of messages that a person forwarded as one. */
    static final String MERGED = "merge_forward";

    private FeishuContentParser() {}

    /**
     * Parses a content, itself a JSON text. An unknown type becomes a note with its name, so that
     * no message disappears without a trace.
     */
    static MessageContent parse(String type, String content, MentionResolver mentions) {
        JsonNode json = JsonCodec.read(content);
        return switch (type) {
            case "text" ->
                    MessageContent.of(
                            MessageKind.TEXT, mentions.resolve(json.path("text").asText()));
            case "post" -> RichTextParser.parse(json, mentions);
            case "image" ->
                    MessageContent.of(MessageResource.image(json.path("image_key").asText()));
            case "file" -> file(Attachment.Kind.FILE, json);
            case "audio" -> file(Attachment.Kind.AUDIO, json);
            case "media", "video" -> file(Attachment.Kind.VIDEO, json);
            case "sticker" -> MessageContent.of(MessageKind.STICKER, "[sticker]");
            case "interactive" ->
                    MessageContent.of(MessageKind.OTHER, CardTextParser.parse(json, mentions));
            case MERGED -> MessageContent.of(MessageKind.OTHER, ForwardedMessages.PLACEHOLDER);
            default -> SharedItemParser.parse(type, json);
        };
    }

    private static MessageContent file(Attachment.Kind kind, JsonNode json) {
        return MessageContent.of(
                MessageResource.file(
                        kind, json.path("file_key").asText(), json.path("file_name").asText()));
    }
}

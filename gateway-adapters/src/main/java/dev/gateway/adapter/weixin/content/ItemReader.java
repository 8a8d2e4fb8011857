package dev.gateway.adapter.weixin.content;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gateway.adapter.text.JsonFields;
import dev.gateway.adapter.text.OneLine;
import dev.gateway.core.platform.MessageKind;
import java.util.List;

/**
 * A reader of one item of a message. Each item that is neither a text nor a file to download is
 * described in brackets, so that nothing of a message vanishes.
 */
final class ItemReader {

    private static final List<Media> MEDIA =
            List.of(
                    new Media("image_item", 2, "image", MessageKind.IMAGE),
                    new Media("voice_item", 3, "voice message", MessageKind.AUDIO),
                    new Media("file_item", 4, "file", MessageKind.FILE),
                    new Media("video_item", 5, "video", MessageKind.VIDEO));
    private static final int TEXT = 1;
    private static final int TOOL_CALL_START = 11;
    private static final int TOOL_CALL_RESULT = 12;

    private ItemReader() {}

    private record Media(String field, int type, String name, MessageKind kind) {

        boolean isIn(JsonNode item, long type) {
            return item.has(field) || type == this.type;
        }

        String description(JsonNode item) {
            String file = OneLine.of(JsonFields.text(item.path(field), "file_name"));
            return file.isEmpty() ? name : name + " " + file;
        }
    }

    /** Returns the kind of an item. */
    static MessageKind kind(JsonNode item) {
        long type = JsonFields.number(item, "type");
        return MEDIA.stream()
                .filter(media -> media.isIn(item, type))
                .map(Media::kind)
                .findFirst()
                .orElse(isText(item, type) ? MessageKind.TEXT : MessageKind.OTHER);
    }

    /**
     * Returns the text of an item: its words, the transcript of a voice message, or a description.
     * Empty for a file to download, which is shown by itself, and for no item at all.
     *
     * @param hasFile whether the item has a file to download
     */
    static String text(JsonNode item, boolean hasFile) {
        if (!item.isObject() || item.isEmpty()) {
            return "";
        }
        long type = JsonFields.number(item, "type");
        for (Media media : MEDIA) {
            if (media.isIn(item, type)) {
                String transcript = JsonFields.text(item.path(media.field()), "text");
                return !transcript.isEmpty() || hasFile
                        ? transcript
                        : "[" + media.description(item) + ": not available]";
            }
        }
        return isText(item, type)
                ? JsonFields.text(item.path("text_item"), "text")
                : "[" + other(item, type) + "]";
    }

    /** Returns the description of an item with a file, for a quote of it. */
    static String description(JsonNode item) {
        long type = JsonFields.number(item, "type");
        return MEDIA.stream()
                .filter(media -> media.isIn(item, type))
                .map(media -> "[" + media.description(item) + "]")
                .findFirst()
                .orElse("");
    }

    private static boolean isText(JsonNode item, long type) {
        return type == TEXT || item.has("text_item") || type == 0 && item.has("ref_msg");
    }

    private static String other(JsonNode item, long type) {
        if (type == TOOL_CALL_START || type == TOOL_CALL_RESULT) {
            boolean begin = type == TOOL_CALL_START;
            JsonNode call = item.path(begin ? "tool_call_start_item" : "tool_call_result_item");
            String status = begin ? "begun" : JsonFields.text(call, "status");
            return OneLine.of("tool call " + JsonFields.text(call, "tool_name") + ": " + status);
        }
        return "item of an unknown type " + type;
    }
}

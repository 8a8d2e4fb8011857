package dev.gateway.adapter.feishu;

import dev.gateway.core.platform.Attachment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One message of the platform.
 *
 * @param uuid the key by which the platform sends it at most once within an hour
 * @param type its {@code msg_type}
 * @param content in the form of that type
 */
record FeishuMessagePart(String uuid, String type, Map<String, ?> content) {

    static FeishuMessagePart text(String uuid, String text) {
        return new FeishuMessagePart(uuid, "text", Map.of("text", text));
    }

    /**
     * Returns a rich text with images below.
     *
     * @param tag {@code md} for Markdown in the platform's dialect, {@code text} for plain text
     * @param text empty for images alone
     */
    static FeishuMessagePart post(String uuid, String tag, String text, List<String> imageKeys) {
        List<Object> paragraphs = new ArrayList<>();
        if (!text.isEmpty()) {
            paragraphs.add(List.of(Map.of("tag", tag, "text", text)));
        }
        for (String key : imageKeys) {
            paragraphs.add(List.of(Map.of("tag", "img", "image_key", key)));
        }
        return new FeishuMessagePart(uuid, "post", Map.of("zh_cn", Map.of("content", paragraphs)));
    }

    static FeishuMessagePart image(String uuid, String imageKey) {
        return new FeishuMessagePart(uuid, "image", Map.of("image_key", imageKey));
    }

    static FeishuMessagePart file(String uuid, Attachment.Kind kind, String fileKey) {
        String type =
                switch (kind) {
                    case AUDIO -> "audio";
                    case VIDEO -> "media";
                    case FILE, IMAGE -> "file";
                };
        return new FeishuMessagePart(uuid, type, Map.of("file_key", fileKey));
    }
}

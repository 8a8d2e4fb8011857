package dev.gateway.adapter.feishu;

import dev.gateway.core.platform.Attachment;
import java.util.Map;

/**
 * One message of the platform.
 *
 * @param uuid with the same one, the platform sends it at most once within an hour
 * @param type its {@code msg_type}
 * @param content in the form of that type
 */
record Outgoing(String uuid, String type, Map<String, ?> content) {

    static Outgoing text(String uuid, String text) {
        return new Outgoing(uuid, "text", Map.of("text", text));
    }

    static Outgoing image(String uuid, String imageKey) {
        return new Outgoing(uuid, "image", Map.of("image_key", imageKey));
    }

    static Outgoing file(String uuid, Attachment.Kind kind, String fileKey) {
        String type =
                switch (kind) {
                    case AUDIO -> "audio";
                    case VIDEO -> "media";
                    case FILE, IMAGE -> "file";
                };
        return new Outgoing(uuid, type, Map.of("file_key", fileKey));
    }
}

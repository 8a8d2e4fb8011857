package dev.gateway.adapter.feishu.message;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.gateway.core.platform.Attachment;
import dev.gateway.core.platform.RemoteAttachment;

/**
 * A file of a received message that is still on the platform.
 *
 * @param key its {@code image_key} or {@code file_key}
 * @param type the download's parameter: {@code image} or {@code file}
 * @param kind the gateway's kind of it
 * @param name the sender's name of it; empty if it has none
 */
record MessageResource(String key, String type, Attachment.Kind kind, String name) {

    static MessageResource image(String key) {
        return new MessageResource(key, "image", Attachment.Kind.IMAGE, "");
    }

    static MessageResource file(Attachment.Kind kind, String key, String name) {
        return new MessageResource(key, "file", kind, name);
    }

    /** Returns the attachment for the gateway, as a file of {@code message}. */
    RemoteAttachment toRemoteAttachment(String message) {
        String reference =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("message", message)
                        .put("key", key)
                        .put("type", type)
                        .toString();
        return new RemoteAttachment(kind, shown(), mediaType(), 0, reference);
    }

    private String shown() {
        if (!name.isEmpty()) {
            return name;
        }
        return switch (kind) {
            case IMAGE -> "image";
            case AUDIO -> "audio.ogg";
            case VIDEO -> "video.mp4";
            case FILE -> "file";
        };
    }

    private String mediaType() {
        return kind == Attachment.Kind.VIDEO ? "video/mp4" : Attachment.UNKNOWN_TYPE;
    }

    /** Returns the text that stands for it. */
    String label() {
        String what =
                switch (kind) {
                    case IMAGE -> "image";
                    case AUDIO -> "audio";
                    case VIDEO -> "video";
                    case FILE -> "file";
                };
        return name.isEmpty() ? what : what + " " + name;
    }
}

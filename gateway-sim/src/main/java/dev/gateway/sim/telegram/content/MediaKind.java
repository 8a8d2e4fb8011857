package dev.gateway.sim.telegram.content;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/** The kinds of files that a bot can send, each with its own method. */
enum MediaKind {
    PHOTO("photos", 10, true),
    DOCUMENT("documents", 50, true),
    AUDIO("music", 50, true),
    VOICE("voice", 50, true),
    VIDEO("videos", 50, true),
    ANIMATION("animations", 50, true),
    VIDEO_NOTE("video_notes", 50, false),
    STICKER("stickers", 50, false);

    private final String folder;
    private final int megabytes;
    private final boolean captioned;

    MediaKind(String folder, int megabytes, boolean captioned) {
        this.folder = folder;
        this.megabytes = megabytes;
        this.captioned = captioned;
    }

    /** Returns the name of the argument, which is also the field of the message. */
    String field() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the method that sends it: {@code sendVideoNote}. */
    String method() {
        StringBuilder method = new StringBuilder("send");
        for (String word : field().split("_")) {
            method.append(word.substring(0, 1).toUpperCase(Locale.ROOT)).append(word.substring(1));
        }
        return method.toString();
    }

    String folder() {
        return folder;
    }

    int maxBytes() {
        return megabytes * 1024 * 1024;
    }

    boolean captioned() {
        return captioned;
    }

    /** Returns the fields of a message with this file. */
    ObjectNode json(TelegramFileStore.StoredFile file) {
        ObjectNode message = JsonNodeFactory.instance.objectNode();
        ObjectNode described = file.json();
        switch (this) {
            case PHOTO -> {
                message.putArray("photo").add(described.put("width", 640).put("height", 480));
                return message;
            }
            case DOCUMENT -> named(described, file);
            case AUDIO -> named(described, file).put("duration", 1);
            case VOICE -> described.put("duration", 1).put("mime_type", "audio/ogg");
            case VIDEO ->
                    named(described, file).put("duration", 1).put("width", 640).put("height", 480);
            case ANIMATION -> {
                named(described, file).put("duration", 1).put("width", 640).put("height", 480);
                // Repeated for clients that know no animations.
                message.set("document", named(file.json(), file));
            }
            case VIDEO_NOTE -> described.put("duration", 1).put("length", 240);
            case STICKER ->
                    described
                            .put("type", "regular")
                            .put("width", 512)
                            .put("height", 512)
                            .put("is_animated", file.name().endsWith(".tgs"))
                            .put("is_video", file.name().endsWith(".webm"));
        }
        message.set(field(), described);
        return message;
    }

    private static ObjectNode named(ObjectNode described, TelegramFileStore.StoredFile file) {
        return described.put("file_name", file.name()).put("mime_type", file.mediaType());
    }
}

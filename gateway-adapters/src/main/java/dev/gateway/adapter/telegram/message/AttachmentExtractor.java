package dev.gateway.adapter.telegram.message;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gateway.core.platform.Attachment;
import dev.gateway.core.platform.RemoteAttachment;
import java.util.ArrayList;
import java.util.List;

/** The extractor of a message's files. The reference of each is the argument of getFile. */
final class AttachmentExtractor {

    private static final int NAME = 200;

    private AttachmentExtractor() {}

    /**
     * Returns the files of a message. An album arrives as one message per file; only a rich message
     * and paid media hold several.
     */
    static List<RemoteAttachment> of(JsonNode message) {
        var found = new ArrayList<RemoteAttachment>();
        addMedia(found, message);
        addSticker(found, message.path("sticker"));
        message.path("paid_media").path("paid_media").forEach(media -> addMedia(found, media));
        addBlocks(found, message.path("rich_message").path("blocks"));
        return List.copyOf(found);
    }

    private static void addMedia(List<RemoteAttachment> found, JsonNode message) {
        JsonNode photo = largest(message.path("photo"));
        add(found, photo, Attachment.Kind.IMAGE, "photo.jpg", "image/jpeg");
        JsonNode live = message.path("live_photo");
        if (!photo.isObject()) {
            add(
                    found,
                    largest(live.path("photo")),
                    Attachment.Kind.IMAGE,
                    "photo.jpg",
                    "image/jpeg");
        }
        add(found, live, Attachment.Kind.VIDEO, "live_photo.mp4", "video/mp4");
        add(found, message.path("voice"), Attachment.Kind.AUDIO, "voice.ogg", "audio/ogg");
        add(found, message.path("voice_note"), Attachment.Kind.AUDIO, "voice.ogg", "audio/ogg");
        add(found, message.path("audio"), Attachment.Kind.AUDIO, "audio.mp3", "audio/mpeg");
        add(found, message.path("video"), Attachment.Kind.VIDEO, "video.mp4", "video/mp4");
        add(found, message.path("video_note"), Attachment.Kind.VIDEO, "video.mp4", "video/mp4");
        JsonNode animation = message.path("animation");
        add(found, animation, Attachment.Kind.VIDEO, "animation.mp4", "video/mp4");
        if (!animation.isObject()) {
            // An animation is repeated as a document, for old clients.
            JsonNode document = message.path("document");
            add(found, document, Attachment.Kind.FILE, "document", Attachment.UNKNOWN_TYPE);
        }
    }

    private static void addSticker(List<RemoteAttachment> found, JsonNode sticker) {
        if (sticker.path("is_video").asBoolean()) {
            add(found, sticker, Attachment.Kind.VIDEO, "sticker.webm", "video/webm");
        } else if (sticker.path("is_animated").asBoolean()) {
            add(found, sticker, Attachment.Kind.FILE, "sticker.tgs", "application/x-tgsticker");
        } else {
            add(found, sticker, Attachment.Kind.IMAGE, "sticker.webp", "image/webp");
        }
    }

    private static void addBlocks(List<RemoteAttachment> found, JsonNode blocks) {
        for (JsonNode block : blocks) {
            addMedia(found, block);
            addBlocks(found, block.path("blocks"));
            block.path("items").forEach(item -> addBlocks(found, item.path("blocks")));
        }
    }

    private static void add(
            List<RemoteAttachment> found,
            JsonNode file,
            Attachment.Kind kind,
            String name,
            String type) {
        String id = file.path("file_id").asText("");
        if (id.isEmpty()) {
            return;
        }
        found.add(
                new RemoteAttachment(
                        kind,
                        shown(file.path("file_name").asText(""), name),
                        file.path("mime_type").asText(type),
                        Math.max(0, file.path("file_size").asLong(0)),
                        id));
    }

    private static JsonNode largest(JsonNode sizes) {
        JsonNode largest = sizes.path(0);
        for (JsonNode size : sizes) {
            if (area(size) > area(largest)) {
                largest = size;
            }
        }
        return largest;
    }

    private static long area(JsonNode size) {
        return size.path("width").asLong() * size.path("height").asLong();
    }

    private static String shown(String given, String otherwise) {
        String clean = given.replaceAll("\\p{Cntrl}", " ").strip();
        if (clean.isEmpty()) {
            return otherwise;
        }
        return clean.length() <= NAME ? clean : clean.substring(clean.length() - NAME);
    }
}

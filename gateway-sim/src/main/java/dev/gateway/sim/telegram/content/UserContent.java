package dev.gateway.sim.telegram.content;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.sim.telegram.protocol.DetectedEntities;
import java.util.List;
import java.util.Locale;

/**
 * The content of one message that a person sends.
 *
 * @param text the text or caption; empty for none
 * @param json the fields of the message
 */
public record UserContent(String text, ObjectNode json) {

    /** Returns a text; mentions, commands and addresses in it are marked. */
    public static UserContent text(String text) {
        return new UserContent(text, written("text", "entities", text));
    }

    /**
     * Returns a file, which is stored on the platform.
     *
     * @param kind the field of the message, for instance {@code voice}
     */
    public static UserContent file(
            TelegramFileStore files, String kind, String name, byte[] content, String caption) {
        MediaKind media = MediaKind.valueOf(kind.toUpperCase(Locale.ROOT));
        var file = files.add(media.folder(), name, mediaType(media), content);
        return file(media, file, caption);
    }

    /** Returns a document of any type, which is stored on the platform. */
    public static UserContent document(
            TelegramFileStore files,
            String name,
            String mediaType,
            byte[] content,
            String caption) {
        var file = files.add(MediaKind.DOCUMENT.folder(), name, mediaType, content);
        return file(MediaKind.DOCUMENT, file, caption);
    }

    private static UserContent file(
            MediaKind kind, TelegramFileStore.StoredFile file, String caption) {
        ObjectNode json = kind.json(file);
        json.setAll(written("caption", "caption_entities", caption));
        return new UserContent(caption, json);
    }

    /** Returns a sticker; an empty emoji is left out, as a sticker need not have one. */
    public static UserContent sticker(TelegramFileStore files, String emoji, byte[] content) {
        UserContent sticker = file(files, "sticker", "sticker.webp", content, "");
        if (!emoji.isEmpty()) {
            ((ObjectNode) sticker.json.get("sticker")).put("emoji", emoji);
        }
        return sticker;
    }

    /** Returns a place. */
    public static UserContent location(double latitude, double longitude) {
        return of("location", place(latitude, longitude));
    }

    /** Returns a place with a name. */
    public static UserContent venue(
            double latitude, double longitude, String title, String address) {
        ObjectNode venue =
                JsonNodeFactory.instance.objectNode().put("title", title).put("address", address);
        venue.set("location", place(latitude, longitude));
        return of("venue", venue).with("location", place(latitude, longitude));
    }

    /** Returns a person's card. */
    public static UserContent contact(String firstName, String phoneNumber) {
        return of(
                "contact",
                JsonNodeFactory.instance
                        .objectNode()
                        .put("phone_number", phoneNumber)
                        .put("first_name", firstName));
    }

    /** Returns a poll. */
    public static UserContent poll(String question, List<String> options) {
        ObjectNode poll =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("id", "poll-" + Integer.toHexString(question.hashCode()))
                        .put("question", question)
                        .put("type", "regular")
                        .put("is_closed", false)
                        .put("is_anonymous", true)
                        .put("total_voter_count", 0);
        ArrayNode shown = poll.putArray("options");
        options.forEach(option -> shown.addObject().put("text", option).put("voter_count", 0));
        return of("poll", poll);
    }

    /** Returns a die that shows this value. */
    public static UserContent dice(int value) {
        return of(
                "dice",
                JsonNodeFactory.instance.objectNode().put("emoji", "🎲").put("value", value));
    }

    /** Returns a rich message, as clients send pasted formatted text. */
    public static UserContent rich(List<String> paragraphs) {
        ObjectNode rich = JsonNodeFactory.instance.objectNode();
        ArrayNode blocks = rich.putArray("blocks");
        for (String paragraph : paragraphs) {
            ObjectNode block = blocks.addObject().put("type", "paragraph");
            block.putObject("text").put("type", "bold").put("text", paragraph);
        }
        return new UserContent(String.join("\n\n", paragraphs), fields("rich_message", rich));
    }

    /** Returns a content of any kind, by the name and value of its field. */
    public static UserContent of(String field, JsonNode value) {
        return new UserContent("", fields(field, value));
    }

    /** Returns a copy with another field of the message. */
    public UserContent with(String field, JsonNode value) {
        ObjectNode copy = json.deepCopy();
        copy.set(field, value);
        return new UserContent(text, copy);
    }

    /** Returns a copy of a text in which a name without {@code @} is linked to an account. */
    public UserContent linking(String label, ObjectNode account) {
        ObjectNode copy = json.deepCopy();
        ObjectNode entity =
                copy.withArray("entities")
                        .addObject()
                        .put("offset", text.indexOf(label))
                        .put("length", label.length())
                        .put("type", "text_mention");
        entity.set("user", account);
        return new UserContent(text, copy);
    }

    private static ObjectNode fields(String field, JsonNode value) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.set(field, value);
        return json;
    }

    private static ObjectNode place(double latitude, double longitude) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("latitude", latitude)
                .put("longitude", longitude);
    }

    private static ObjectNode written(String field, String marks, String text) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        if (text.isEmpty()) {
            return json;
        }
        ArrayNode entities = JsonNodeFactory.instance.arrayNode();
        DetectedEntities.addTo(text, entities);
        json.put(field, text);
        return entities.isEmpty() ? json : json.set(marks, entities);
    }

    private static String mediaType(MediaKind kind) {
        return switch (kind) {
            case PHOTO -> "image/jpeg";
            case STICKER -> "image/webp";
            case VOICE -> "audio/ogg";
            case AUDIO -> "audio/mpeg";
            case VIDEO, VIDEO_NOTE, ANIMATION -> "video/mp4";
            case DOCUMENT -> "application/octet-stream";
        };
    }
}

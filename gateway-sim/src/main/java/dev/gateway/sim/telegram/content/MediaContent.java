package dev.gateway.sim.telegram.content;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.sim.chat.BotMessage;
import dev.gateway.sim.telegram.protocol.FormattedText;
import dev.gateway.sim.telegram.protocol.MethodArguments;
import dev.gateway.sim.telegram.protocol.TelegramException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The files that a bot can send, alone or as an album. */
final class MediaContent {

    private static final int MAX_ALBUM = 10;

    private final UploadResolver uploads;

    MediaContent(UploadResolver uploads) {
        this.uploads = uploads;
    }

    SentContent single(MediaKind kind, MethodArguments arguments) throws TelegramException {
        return of(kind, kind.field(), arguments);
    }

    /** Returns the messages of an album. */
    List<SentContent> album(MethodArguments arguments) throws TelegramException {
        JsonNode media = arguments.json("media");
        if (arguments.text("media").isEmpty()) {
            throw TelegramException.badRequest("parameter \"media\" is required");
        }
        if (!media.isArray()) {
            throw TelegramException.badRequest("expected an Array of InputMedia");
        }
        if (media.isEmpty()) {
            throw TelegramException.badRequest("there are no messages to send");
        }
        if (media.size() > MAX_ALBUM) {
            throw TelegramException.badRequest("too many messages to send as an album");
        }
        List<SentContent> messages = new ArrayList<>();
        String group = "";
        for (JsonNode item : media) {
            MediaKind kind = kind(item.path("type").asText(""));
            String own =
                    switch (kind) {
                        case PHOTO, VIDEO -> "picture";
                        default -> kind.field();
                    };
            if (!group.isEmpty() && !group.equals(own)) {
                String alone = group.equals("picture") ? own : group;
                throw TelegramException.badRequest(
                        alone + " can't be mixed with other media types");
            }
            group = own;
            messages.add(item(kind, item, arguments));
        }
        return messages;
    }

    private static MediaKind kind(String type) throws TelegramException {
        return switch (type) {
            case "photo", "video", "audio", "document" ->
                    MediaKind.valueOf(type.toUpperCase(Locale.ROOT));
            case "animation" ->
                    throw TelegramException.badRequest(
                            "can't parse InputMedia: type \"animation\" can't be used in"
                                    + " sendMediaGroup");
            default ->
                    throw TelegramException.badRequest(
                            "can't parse InputMedia: type \"" + type + "\" is unsupported");
        };
    }

    private SentContent item(MediaKind kind, JsonNode item, MethodArguments arguments)
            throws TelegramException {
        Map<String, String> values = new HashMap<>();
        item.properties()
                .forEach(
                        field ->
                                values.put(
                                        field.getKey(),
                                        field.getValue().isTextual()
                                                ? field.getValue().asText()
                                                : field.getValue().toString()));
        if (values.getOrDefault("media", "").isEmpty()) {
            throw TelegramException.badRequest("can't parse InputMedia: media not found");
        }
        return of(kind, "media", new MethodArguments(values, arguments.files()));
    }

    private SentContent of(MediaKind kind, String argument, MethodArguments arguments)
            throws TelegramException {
        TelegramFileStore.StoredFile file = uploads.find(kind, argument, arguments);
        ObjectNode json = kind.json(file);
        String text = "";
        if (kind.captioned()) {
            FormattedText caption = TextContent.caption(arguments);
            caption.addTo(json, "caption");
            text = caption.text();
        }
        var sent = new BotMessage.File(kind.field(), file.name(), file.content());
        return new SentContent(json, text, List.of(sent));
    }
}

package dev.gateway.adapter.feishu.message;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gateway.core.platform.Attachment;
import java.util.ArrayList;
import java.util.List;

/** A parser of {@code post} messages: paragraphs of tagged pieces become lines of text. */
final class RichTextParser {

    private final MentionResolver mentions;
    private final List<MessageResource> resources = new ArrayList<>();

    private RichTextParser(MentionResolver mentions) {
        this.mentions = mentions;
    }

    static MessageContent parse(JsonNode json, MentionResolver mentions) {
        return new RichTextParser(mentions).parse(json);
    }

    private MessageContent parse(JsonNode json) {
        JsonNode post = json.has("content") ? json : inAnyLanguage(json);
        List<String> lines = new ArrayList<>();
        if (!post.path("title").asText().isEmpty()) {
            lines.add(post.path("title").asText());
        }
        for (JsonNode paragraph : post.path("content")) {
            var line = new StringBuilder();
            for (JsonNode piece : paragraph) {
                line.append(text(piece));
            }
            lines.add(line.toString());
        }
        return MessageContent.of(String.join("\n", lines).strip(), resources);
    }

    private static JsonNode inAnyLanguage(JsonNode json) {
        for (JsonNode language : json) {
            if (language.has("content")) {
                return language;
            }
        }
        return json;
    }

    private String text(JsonNode piece) {
        String text = piece.path("text").asText();
        return switch (piece.path("tag").asText()) {
            case "a" -> link(text, piece.path("href").asText());
            case "at" -> mention(piece);
            case "img" -> file(MessageResource.image(piece.path("image_key").asText()));
            case "media" ->
                    file(
                            MessageResource.file(
                                    Attachment.Kind.VIDEO, piece.path("file_key").asText(), ""));
            case "file" ->
                    file(
                            MessageResource.file(
                                    Attachment.Kind.FILE,
                                    piece.path("file_key").asText(),
                                    piece.path("file_name").asText()));
            case "emotion" -> "[" + piece.path("emoji_type").asText() + "]";
            case "code_block" -> "\n" + text.stripTrailing() + "\n";
            case "hr" -> "---";
            default -> mentions.resolvePiece(text);
        };
    }

    static String link(String text, String href) {
        if (text.isEmpty() || text.equals(href)) {
            return href;
        }
        return href.isEmpty() ? text : text + " (" + href + ")";
    }

    private String mention(JsonNode piece) {
        String user = piece.path("user_id").asText();
        if (user.matches("@_all|all|all_members")) {
            return "@all";
        }
        return mentions.name(user).orElseGet(() -> "@" + piece.path("user_name").asText(user));
    }

    private String file(MessageResource resource) {
        if (!resource.key().isEmpty()) {
            resources.add(resource);
        }
        return "";
    }
}

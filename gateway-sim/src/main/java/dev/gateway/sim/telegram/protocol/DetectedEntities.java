package dev.gateway.sim.telegram.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The entities that the platform detects by itself in any text: mentions, commands, hashtags,
 * addresses. They never overlap code or a link.
 */
public final class DetectedEntities {

    private static final List<Kind> KINDS =
            List.of(
                    new Kind("url", "(?<![\\w@])https?://[^\\s<>\"]*[^\\s<>\".,:;!?'()\\[\\]]"),
                    new Kind("email", "(?<![\\w@.])[\\w.+-]+@[\\w-]+(?:\\.[\\w-]+)+"),
                    new Kind("bot_command", "(?<![\\w/<>])/\\w{1,64}(?:@\\w{3,32})?(?![\\w/])"),
                    new Kind("mention", "(?<![\\w@])@\\w{3,32}(?!\\w)"),
                    new Kind("hashtag", "(?<![\\w#])#[\\p{L}_]\\w*"));

    private DetectedEntities() {}

    private record Kind(String type, Pattern pattern) {

        Kind(String type, String regex) {
            this(type, Pattern.compile(regex, Pattern.UNICODE_CHARACTER_CLASS));
        }
    }

    /** Adds what is detected in a text to its entities, and sorts them. */
    public static void addTo(String text, ArrayNode entities) {
        for (Kind kind : KINDS) {
            Matcher found = kind.pattern().matcher(text);
            while (found.find()) {
                if (free(found.start(), found.end(), entities)) {
                    entities.addObject()
                            .put("offset", found.start())
                            .put("length", found.end() - found.start())
                            .put("type", kind.type());
                }
            }
        }
        List<JsonNode> sorted = new ArrayList<>();
        entities.forEach(sorted::add);
        sorted.sort(
                Comparator.comparingInt((JsonNode entity) -> entity.path("offset").asInt())
                        .thenComparingInt(entity -> -entity.path("length").asInt()));
        entities.removeAll().addAll(sorted);
    }

    private static boolean free(int start, int end, ArrayNode entities) {
        for (JsonNode entity : entities) {
            int offset = entity.path("offset").asInt();
            boolean apart = end <= offset || start >= offset + entity.path("length").asInt();
            if (!apart && !mayContainOthers(entity.path("type").asText())) {
                return false;
            }
        }
        return true;
    }

    private static boolean mayContainOthers(String type) {
        return switch (type) {
            case "bold",
                    "italic",
                    "underline",
                    "strikethrough",
                    "spoiler",
                    "blockquote",
                    "expandable_blockquote" ->
                    true;
            default -> false;
        };
    }
}

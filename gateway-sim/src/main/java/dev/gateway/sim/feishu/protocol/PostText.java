package dev.gateway.sim.feishu.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** The text and images of a rich text ({@code post}) that a bot sends. */
public final class PostText {

    private PostText() {}

    /** Returns the text, one line for each paragraph; Markdown elements as they are. */
    public static String of(JsonNode content) throws FeishuException {
        JsonNode post = inAnyLanguage(content);
        List<String> lines = new ArrayList<>();
        if (!post.path("title").asText().isEmpty()) {
            lines.add(post.path("title").asText());
        }
        for (JsonNode paragraph : post.path("content")) {
            StringBuilder line = new StringBuilder();
            boolean shown = paragraph.isEmpty();
            for (JsonNode element : paragraph) {
                String tag = element.path("tag").asText();
                if (!tag.matches("text|a|at|img|media|emotion|hr|code_block|md")) {
                    throw FeishuException.invalid("content: tag " + tag);
                }
                shown |= !tag.equals("img");
                line.append(element.path("text").asText());
            }
            if (shown) {
                lines.add(line.toString());
            }
        }
        return String.join("\n", lines);
    }

    /** Returns the keys of the images. */
    public static List<String> images(JsonNode content) throws FeishuException {
        List<String> keys = new ArrayList<>();
        for (JsonNode key : inAnyLanguage(content).path("content").findValues("image_key")) {
            keys.add(key.asText());
        }
        return keys;
    }

    /** Returns the post in its first language; a post that a bot sends names its languages. */
    private static JsonNode inAnyLanguage(JsonNode content) throws FeishuException {
        for (JsonNode language : content) {
            if (language.path("content").isArray()) {
                return language;
            }
        }
        throw FeishuException.invalid("content: no language with content");
    }
}

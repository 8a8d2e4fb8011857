package dev.gateway.adapter.markdown;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.adapter.text.JsonCodec;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Markdown as a message of Feishu's type {@code post}: one paragraph with the tag {@code md}. */
public final class FeishuPost {

    private FeishuPost() {}

    /** Returns the {@code content} of a message whose {@code msg_type} is {@code post}. */
    public static ObjectNode content(String markdown) {
        ObjectNode post = JsonNodeFactory.instance.objectNode();
        post.putObject("zh_cn")
                .putArray("content")
                .addArray()
                .addObject()
                .put("tag", "md")
                .put("text", FeishuMarkdown.of(markdown));
        return post;
    }

    /** Returns the Markdown in Feishu's dialect, as it stands in the tag {@code md}. */
    public static String dialect(String markdown) {
        return FeishuMarkdown.of(markdown);
    }

    /**
     * Returns the bytes that the content takes in the body of a request: JSON as a text within
     * JSON.
     */
    public static int bytes(String markdown) {
        return JsonCodec.text(Map.of("content", content(markdown).toString()))
                .getBytes(StandardCharsets.UTF_8)
                .length;
    }
}

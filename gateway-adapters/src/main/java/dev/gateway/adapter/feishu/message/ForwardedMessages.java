package dev.gateway.adapter.feishu.message;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * The messages that a person forwarded together as one. The event has none of them; the platform
 * gives them out with the forwarding message, each with the id of the one that holds it.
 */
public final class ForwardedMessages {

    /** The text of a forwarding message whose parts are not known. */
    public static final String PLACEHOLDER = "[forwarded messages]";

    private static final int MAX_MESSAGES = 100;
    private static final int MAX_DEPTH = 10;

    private final String id;
    private final Map<String, List<JsonNode>> parts = new LinkedHashMap<>();
    private int shown;

    private ForwardedMessages(String id, JsonNode items) {
        this.id = id;
        for (JsonNode item : items) {
            String holder = item.path("upper_message_id").asText();
            if (!item.path("message_id").asText().equals(id) || !holder.isEmpty()) {
                parts.computeIfAbsent(holder.isEmpty() ? id : holder, any -> new ArrayList<>())
                        .add(item);
            }
        }
    }

    /**
     * Returns the parts of the message {@code id} out of the platform's {@code items}, one line or
     * more each; the place-holder alone if there are none.
     *
     * @param names returns the name to show for an author's id
     */
    public static String text(String id, JsonNode items, UnaryOperator<String> names) {
        var messages = new ForwardedMessages(id, items);
        List<String> lines = new ArrayList<>();
        lines.add(PLACEHOLDER);
        messages.add(id, "", 0, names, lines);
        return String.join("\n", lines);
    }

    /** Returns the ids of the people who wrote the parts, in any depth. */
    public static Set<String> authors(JsonNode items) {
        Set<String> authors = new TreeSet<>();
        for (JsonNode item : items) {
            if (item.at("/sender/id_type").asText().equals("open_id")) {
                authors.add(item.at("/sender/id").asText());
            }
        }
        return authors;
    }

    private void add(
            String holder,
            String indent,
            int depth,
            UnaryOperator<String> names,
            List<String> lines) {
        for (JsonNode item : parts.getOrDefault(holder, List.of())) {
            if (shown++ >= MAX_MESSAGES || depth > MAX_DEPTH) {
                lines.add(indent + "…");
                return;
            }
            String part = item.path("message_id").asText();
            boolean merged =
                    item.path("msg_type").asText().equals(FeishuContentParser.MERGED)
                            && !part.equals(id);
            String text = RestMessage.content(item).described();
            String author = names.apply(item.at("/sender/id").asText());
            lines.add(indent + author + ": " + text.replace("\n", "\n" + indent + "  "));
            if (merged) {
                add(part, indent + "  ", depth + 1, names, lines);
            }
        }
    }
}

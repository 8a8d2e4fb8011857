package dev.gateway.sim.telegram.protocol;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A builder of formatted text. It trims like the platform: white space at the end, and at the
 * beginning up to the first entity. Not thread-safe.
 */
final class FormattedTextBuilder {

    private final StringBuilder text = new StringBuilder();
    private final List<Entity> entities = new ArrayList<>();

    private record Entity(String type, int offset, int length, Map<String, String> extra) {

        int end() {
            return offset + length;
        }

        ObjectNode json() {
            ObjectNode json = JsonNodeFactory.instance.objectNode();
            json.put("offset", offset).put("length", length).put("type", type);
            extra.forEach(json::put);
            return json;
        }
    }

    /** Returns the number of UTF-16 units so far. */
    int length() {
        return text.length();
    }

    void append(CharSequence more) {
        text.append(more);
    }

    void append(char more) {
        text.append(more);
    }

    /** Returns the text from an offset. */
    String from(int offset) {
        return text.substring(offset);
    }

    /**
     * Adds an entity from {@code offset} to the end of the text so far; an empty one counts not.
     */
    void entity(String type, int offset, Map<String, String> extra) {
        if (offset < text.length()) {
            entities.add(new Entity(type, offset, text.length() - offset, extra));
        }
    }

    FormattedText build() {
        int end = text.length();
        while (end > 0 && Character.isWhitespace(text.charAt(end - 1))) {
            end--;
        }
        int limit = Math.min(end, entities.stream().mapToInt(Entity::offset).min().orElse(end));
        int start = 0;
        while (start < limit && Character.isWhitespace(text.charAt(start))) {
            start++;
        }
        ArrayNode kept = JsonNodeFactory.instance.arrayNode();
        int from = start;
        int to = end;
        entities.stream()
                .map(entity -> moved(entity, from, to))
                .filter(entity -> entity.length() > 0)
                .forEach(entity -> kept.add(entity.json()));
        String visible = text.substring(start, end);
        DetectedEntities.addTo(visible, kept);
        return new FormattedText(visible, kept);
    }

    private static Entity moved(Entity entity, int start, int end) {
        int length = Math.min(entity.end(), end) - entity.offset();
        return new Entity(entity.type(), entity.offset() - start, length, entity.extra());
    }
}

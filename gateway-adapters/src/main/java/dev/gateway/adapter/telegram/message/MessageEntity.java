package dev.gateway.adapter.telegram.message;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A marked part of a text.
 *
 * @param type for instance {@code mention} or {@code text_link}
 * @param begin the index of its first UTF-16 unit
 * @param end the index after its last UTF-16 unit
 * @param url the address of a {@code text_link}; empty for all others
 */
record MessageEntity(String type, int begin, int end, String url) {

    /** Returns the entities that lie within a text, ordered by their beginning. */
    static List<MessageEntity> of(JsonNode entities, String text) {
        List<MessageEntity> found = new ArrayList<>();
        for (JsonNode entity : entities) {
            long begin = entity.path("offset").asLong(-1);
            long end = begin + entity.path("length").asLong(-1);
            if (begin >= 0 && begin < end && end <= text.length()) {
                found.add(
                        new MessageEntity(
                                entity.path("type").asText(""),
                                (int) begin,
                                (int) end,
                                entity.path("url").asText("")));
            }
        }
        found.sort(Comparator.comparingInt(MessageEntity::begin));
        return found;
    }

    /** Returns its part of the text. */
    String of(String text) {
        return text.substring(begin, end);
    }
}

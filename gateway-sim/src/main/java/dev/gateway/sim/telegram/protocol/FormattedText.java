package dev.gateway.sim.telegram.protocol;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The text that people see, with its formatting.
 *
 * @param text without markup and surrounding white space
 * @param entities as the platform shows them; offsets and lengths in UTF-16 units
 */
public record FormattedText(String text, ArrayNode entities) {

    /**
     * Adds text and formatting to a message.
     *
     * @param field {@code text} or {@code caption}
     */
    public void addTo(ObjectNode message, String field) {
        if (text.isEmpty()) {
            return;
        }
        message.put(field, text);
        if (!entities.isEmpty()) {
            message.set(field.equals("text") ? "entities" : field + "_entities", entities);
        }
    }
}

package dev.gateway.adapter.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;

/** Lenient readers of JSON fields: an absent, null or unexpected value reads as empty or zero. */
public final class JsonFields {

    private JsonFields() {}

    /** Returns a text, or the exact digits of a number. */
    public static String text(JsonNode node, String field) {
        JsonNode value = node.path(field);
        return value.getNodeType() == JsonNodeType.STRING || value.isIntegralNumber()
                ? value.asText()
                : "";
    }

    /**
     * Returns an id given as a number or as text; empty if absent or zero. Ids are unsigned 64-bit
     * numbers, which a double would round.
     */
    public static String id(JsonNode node, String field) {
        String value = text(node, field).strip();
        return value.equals("0") ? "" : value;
    }

    /** Returns a number, also one in quotes; zero if there is none or it does not fit. */
    public static long number(JsonNode node, String field) {
        JsonNode value = node.path(field);
        if (value.isNumber()) {
            return value.canConvertToLong() ? value.longValue() : 0;
        }
        try {
            return value.isTextual() ? Long.parseLong(value.asText().strip()) : 0;
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}

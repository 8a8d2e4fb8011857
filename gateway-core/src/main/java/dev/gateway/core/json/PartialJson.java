package dev.gateway.core.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Optional;

/**
 * Reader of inputs that exceed the bounds of {@link BoundedJson} as a whole. Leaves out only the
 * values that cannot be read; their neighbours stay. So a bad value in a message costs that value,
 * not the answer that brought it. For one thread at a time.
 */
public final class PartialJson {

    /**
     * The depth to which values are read one by one: envelope, list, update, message, its fields
     * and theirs.
     */
    private static final int LEVELS = 8;

    /**
     * The most values that are read one by one. Each needs a parser, so a list of a million would
     * cost much for nothing.
     */
    private static final int MAX_VALUES = 20_000;

    private final ObjectMapper mapper = BoundedJson.mapper();
    private final byte[] input;
    private int valuesLeft = MAX_VALUES;
    private long tokensLeft = BoundedJson.MAX_TOKENS;
    private int overflows;
    private int leftOut;

    private PartialJson(byte[] input) {
        this.input = input;
    }

    /**
     * The readable part of an input.
     *
     * @param tree an object
     * @param leftOut the number of values that were left out, at least one
     */
    public record Part(JsonNode tree, int leftOut) {}

    /**
     * Returns the readable part. Returns empty if the input is no object or its brackets do not end
     * with its last byte: such an input was cut, or comes from a proxy in between. Of a list that
     * holds more than the bounds allow, the beginning is returned.
     */
    public static Optional<Part> of(byte[] input) {
        var reading = new PartialJson(input);
        int start = reading.space(0);
        int end = reading.valueEnd(start);
        if (end < 0 || reading.space(end) != input.length || input[start] != '{') {
            return Optional.empty();
        }
        JsonNode tree = reading.object(start, end, 1);
        return Optional.of(new Part(tree, reading.leftOut));
    }

    private JsonNode value(int start, int end, int level) {
        try {
            return whole(start, end);
        } catch (IOException e) {
            if (level <= LEVELS && input[start] == '{') {
                return object(start, end, level);
            }
            if (level <= LEVELS && input[start] == '[') {
                return array(start, end, level);
            }
            leftOut++;
            return null;
        }
    }

    private JsonNode whole(int start, int end) throws IOException {
        if (--valuesLeft < 0) {
            overflows++;
            throw new IOException("too many values");
        }
        try (var parser = mapper.createParser(input, start, end - start)) {
            JsonNode node = mapper.readTree(parser);
            if (node == null || parser.nextToken() != null) {
                throw new IOException("not one value");
            }
            if (parser.currentTokenCount() > tokensLeft) {
                overflows++;
                throw new IOException("no room for it");
            }
            tokensLeft -= parser.currentTokenCount();
            return node;
        }
    }

    private JsonNode object(int start, int end, int level) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        int at = space(start + 1);
        while (at < end - 1) {
            int nameEnd = valueEnd(at);
            int colon = nameEnd < 0 ? end : space(nameEnd);
            int valueStart = space(colon + 1);
            int valueEnd = colon < end ? valueEnd(valueStart) : -1;
            if (valueEnd < 0 || valueEnd >= end || input[colon] != ':') {
                leftOut++;
                return object;
            }
            JsonNode name = value(at, nameEnd, LEVELS + 1);
            JsonNode value = value(valueStart, valueEnd, level + 1);
            if (name != null && name.isTextual() && value != null) {
                object.set(name.asText(), value);
            }
            at = next(valueEnd);
        }
        return object;
    }

    private JsonNode array(int start, int end, int level) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        int at = space(start + 1);
        while (at < end - 1) {
            int valueEnd = valueEnd(at);
            if (valueEnd < 0 || valueEnd >= end) {
                leftOut++;
                return array;
            }
            int before = overflows;
            JsonNode value = value(at, valueEnd, level + 1);
            if (overflows > before && !array.isEmpty()) {
                // Values without room here may come at the beginning of the next answer.
                leftOut++;
                return array;
            }
            if (value != null) {
                array.add(value);
            }
            at = next(valueEnd);
        }
        return array;
    }

    private int next(int at) {
        int comma = space(at);
        return comma < input.length && input[comma] == ',' ? space(comma + 1) : comma;
    }

    private int space(int at) {
        int i = at;
        while (i < input.length
                && (input[i] == ' ' || input[i] == '\n' || input[i] == '\r' || input[i] == '\t')) {
            i++;
        }
        return i;
    }

    /**
     * Returns the end of the value that begins at {@code start}, whatever it holds; negative if it
     * has none.
     */
    private int valueEnd(int start) {
        int depth = 0;
        for (int i = start; i < input.length; i++) {
            switch (input[i]) {
                case '"' -> {
                    i = closingQuote(i);
                    if (i < 0) {
                        return -1;
                    }
                    if (depth == 0) {
                        return i + 1;
                    }
                }
                case '{', '[' -> depth++;
                case '}', ']' -> {
                    if (depth == 0) {
                        return i > start ? i : -1;
                    }
                    if (--depth == 0) {
                        return i + 1;
                    }
                }
                case ',', ':', ' ', '\n', '\r', '\t' -> {
                    if (depth == 0) {
                        return i > start ? i : -1;
                    }
                }
                default -> {
                    // Part of a number or word.
                }
            }
        }
        return -1;
    }

    private int closingQuote(int opening) {
        for (int i = opening + 1; i < input.length; i++) {
            if (input[i] == '\\') {
                i++;
            } else if (input[i] == '"') {
                return i;
            }
        }
        return -1;
    }
}

package dev.gateway.core.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Optional;

/**
 * Reads what is within the bounds of {@link BoundedJson} from an input that as a whole is not: each
 * value that cannot be read is left out alone, its neighbours stay. So one such value in one
 * message costs that value, not the answer that brought it. One thread at a time.
 */
public final class PartialJson {

    /** Levels that are looked into: envelope, list, update, message, its fields and theirs. */
    private static final int LEVELS = 8;

    /** Each is read by a parser of its own, so a list of a million would cost much for nothing. */
    private static final int MOST_VALUES = 20_000;

    private final ObjectMapper mapper = BoundedJson.mapper();
    private final byte[] input;
    private int valuesLeft = MOST_VALUES;
    private long tokensLeft = BoundedJson.MOST_TOKENS;
    private int overflows;
    private int leftOut;

    private PartialJson(byte[] input) {
        this.input = input;
    }

    /**
     * A tree of what could be read.
     *
     * @param tree an object
     * @param leftOut how many values it lacks; at least one
     */
    public record Part(JsonNode tree, int leftOut) {}

    /**
     * Returns what can be read; empty if the brackets of the input do not end with its last byte,
     * or it is no object: such an input was cut or is of something in between. Of a list that holds
     * more than the bounds allow, the beginning is returned.
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
                // What has no room here may have it at the beginning of the next answer.
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

    /** Where the value that begins here ends, whatever it holds; negative if it does not. */
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

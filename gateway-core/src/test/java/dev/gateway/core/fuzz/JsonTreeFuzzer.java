package dev.gateway.core.fuzz;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Fuzzer of well-formed JSON that exchanges values. */
final class JsonTreeFuzzer {

    /** Values as JSON text, including those that no tree can hold. */
    private static final List<String> VALUES =
            List.of(
                    "null",
                    "true",
                    "false",
                    "\"\"",
                    "\" \"",
                    "[]",
                    "{}",
                    "[[]]",
                    "[null]",
                    "-1",
                    "0",
                    "1",
                    "1.5",
                    "1e308",
                    "9223372036854775807",
                    "-9223372036854775808",
                    "99999999999999999999",
                    "0.1e-300",
                    "\"\\u0000\"",
                    "\"\\ud800\"",
                    "\"\\u001b[2J\"",
                    "\"\\u202e\"",
                    "\"..\"",
                    "\"/\"",
                    "\"../../etc/passwd\"",
                    "\"/\\u0000\"",
                    "\"9223372036854775808\"",
                    "\"-1\"",
                    "\"http://[\"",
                    "\"ws://h:99999/\"",
                    "\"https://..:1/\"",
                    "\"file:///etc/passwd\"",
                    "\"%\"",
                    "\"%s%n\"",
                    "\"$1\\\\\"",
                    "\"2026-99-99T99:99:99Z\"",
                    "\"+1000000000-12-31T23:59:59.999999999Z\"",
                    "\"@_user_1 @_all\"",
                    "\"\\n\\n\\n\"",
                    "\"====\"",
                    "\"text\"",
                    "\"post\"",
                    "\"image\"");

    private static final ObjectMapper JSON = new ObjectMapper();
    private final Random random;

    JsonTreeFuzzer(Random random) {
        this.random = random;
    }

    String of(String whole) {
        try {
            JsonNode root = JSON.readTree(whole);
            for (int i = random.nextInt(4); i >= 0; i--) {
                List<JsonNode> holders = new ArrayList<>();
                collect(root, holders);
                if (holders.isEmpty()) {
                    return value().toString();
                }
                change(holders.get(random.nextInt(holders.size())), root);
            }
            return root.toString();
        } catch (JsonProcessingException e) {
            throw new AssertionError(whole, e);
        }
    }

    private void collect(JsonNode node, List<JsonNode> holders) {
        if (node.isContainerNode() && !node.isEmpty()) {
            holders.add(node);
        }
        node.forEach(child -> collect(child, holders));
    }

    private void change(JsonNode holder, JsonNode root) throws JsonProcessingException {
        JsonNode other = random.nextInt(6) == 0 ? root.deepCopy() : value();
        if (holder instanceof ObjectNode object) {
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            String name = names.get(random.nextInt(names.size()));
            if (random.nextInt(5) == 0) {
                object.remove(name);
            } else {
                object.set(name, other);
            }
        } else if (holder instanceof ArrayNode array) {
            int at = random.nextInt(array.size());
            switch (random.nextInt(4)) {
                case 0 -> array.remove(at);
                case 1 -> array.insert(at, array.get(at).deepCopy());
                default -> array.set(at, other);
            }
        }
    }

    private JsonNode value() throws JsonProcessingException {
        return switch (random.nextInt(20)) {
            case 0 -> JSON.getNodeFactory().textNode("x".repeat(random.nextInt(100_000)));
            case 1 -> JSON.readTree("[".repeat(100) + "]".repeat(100));
            case 2 -> JSON.getNodeFactory().textNode("\n".repeat(random.nextInt(50_000)));
            default -> JSON.readTree(VALUES.get(random.nextInt(VALUES.size())));
        };
    }
}

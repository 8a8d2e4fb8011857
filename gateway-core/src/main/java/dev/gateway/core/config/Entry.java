package dev.gateway.core.config;

import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A key of the file with its value, not read yet.
 *
 * @param path dotted, fit to be shown
 * @param key as written; may be anything
 * @param line of the key, from 1
 * @param value what follows the key
 */
record Entry(String path, String key, int line, Node value) {

    static int lineOf(Node node) {
        return node.getStartMark() == null ? 1 : node.getStartMark().getLine() + 1;
    }

    /** Whether nothing follows the key. */
    boolean isEmpty() {
        return value.getTag().equals(Tag.NULL);
    }

    /** What the value is, for messages. */
    String kind() {
        if (isEmpty()) {
            return "nothing";
        }
        if (value instanceof MappingNode) {
            return "a mapping";
        }
        if (value instanceof SequenceNode) {
            return "a list";
        }
        return value instanceof ScalarNode ? "a single value" : "something else";
    }

    @Override
    public String toString() {
        return path + " (line " + line + ")";
    }
}

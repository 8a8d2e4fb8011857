package dev.gateway.core.yaml;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
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
public record YamlEntry(String path, String key, int line, Node value) {

    static int lineOf(Node node) {
        return node.getStartMark() == null ? 1 : node.getStartMark().getLine() + 1;
    }

    /** Whether nothing follows the key. */
    public boolean isEmpty() {
        return value.getTag().equals(Tag.NULL);
    }

    /** What the value is, for messages. */
    public String kind() {
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

    /** Whether a single value follows the key. */
    public boolean isSingle() {
        return value instanceof ScalarNode && !isEmpty();
    }

    /** The same key with nothing behind it, for a value that is itself the word to look at. */
    public YamlEntry bare(String word) {
        return new YamlEntry(
                path, word, line, new ScalarNode(Tag.NULL, "", null, null, ScalarStyle.PLAIN));
    }

    /** The single value as it is written; empty if there is none. */
    public Optional<String> word() {
        return isSingle() ? Optional.of(((ScalarNode) value).getValue()) : Optional.empty();
    }

    /** The items of a list, named {@code path[0]} and so on; empty if it is no list. */
    public Optional<List<YamlEntry>> items() {
        if (!(value instanceof SequenceNode sequence)) {
            return Optional.empty();
        }
        List<YamlEntry> items = new ArrayList<>();
        for (Node node : sequence.getValue()) {
            items.add(new YamlEntry(path + "[" + items.size() + "]", key, lineOf(node), node));
        }
        return Optional.of(items);
    }

    @Override
    public String toString() {
        return path + " (line " + line + ")";
    }
}

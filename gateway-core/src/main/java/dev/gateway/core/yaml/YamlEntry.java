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
 * A key of the file with its unread value.
 *
 * @param path the dotted path, safe to be shown
 * @param key the key as written, which can be anything
 * @param line the line of the key, counted from 1
 * @param value the value
 */
public record YamlEntry(String path, String key, int line, Node value) {

    static int lineOf(Node node) {
        return node.getStartMark() == null ? 1 : node.getStartMark().getLine() + 1;
    }

    /** Returns whether there is no value. */
    public boolean isEmpty() {
        return value.getTag().equals(Tag.NULL);
    }

    /** Returns the kind of the value, for messages. */
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

    /** Returns whether the value is a single one. */
    public boolean isSingle() {
        return value instanceof ScalarNode && !isEmpty();
    }

    /** Returns an entry without a value, for a value that is itself the word to read. */
    public YamlEntry bare(String word) {
        return new YamlEntry(
                path, word, line, new ScalarNode(Tag.NULL, "", null, null, ScalarStyle.PLAIN));
    }

    /** Returns the single value as written; empty if there is none. */
    public Optional<String> word() {
        return isSingle() ? Optional.of(((ScalarNode) value).getValue()) : Optional.empty();
    }

    /**
     * Returns the items of a list, named {@code path[0]} and so on; empty if the value is no list.
     */
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

package dev.gateway.core.yaml;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;

/** A mapping of the file. Reports problems with its keys; other classes read its values. */
public final class YamlMapping {

    private final String path;
    private final int line;
    private final Diagnostics diagnostics;
    private final Map<String, YamlEntry> entries = new LinkedHashMap<>();

    private YamlMapping(String path, int line, Diagnostics diagnostics) {
        this.path = path;
        this.line = line;
        this.diagnostics = diagnostics;
    }

    public static YamlMapping root(MappingNode node, Diagnostics diagnostics) {
        var section = new YamlMapping("", YamlEntry.lineOf(node), diagnostics);
        section.add(node, MessageRedactor::key);
        return section;
    }

    public static YamlMapping empty(String path, int line, Diagnostics diagnostics) {
        return new YamlMapping(path, line, diagnostics);
    }

    /**
     * Returns the mapping that is the value of {@code entry}; reports anything else and returns
     * empty then.
     */
    public static YamlMapping of(YamlEntry entry, Diagnostics diagnostics, String remedy) {
        return of(entry, diagnostics, remedy, MessageRedactor::key);
    }

    /**
     * Returns the mapping as the other method does; {@code shown} makes the keys safe for messages.
     */
    public static YamlMapping of(
            YamlEntry entry, Diagnostics diagnostics, String remedy, UnaryOperator<String> shown) {
        var section = new YamlMapping(entry.path(), entry.line(), diagnostics);
        if (entry.value() instanceof MappingNode node) {
            section.add(node, shown);
        } else if (!entry.isEmpty()) {
            diagnostics.problem(entry, "must be a mapping, not " + entry.kind(), remedy);
        }
        return section;
    }

    private void add(MappingNode node, UnaryOperator<String> shown) {
        for (NodeTuple tuple : node.getValue()) {
            Node keyNode = tuple.getKeyNode();
            int keyLine = YamlEntry.lineOf(keyNode);
            if (!(keyNode instanceof ScalarNode scalar) || scalar.getTag().equals(Tag.NULL)) {
                diagnostics.problem(
                        ConfigProblem.at(
                                keyLine,
                                path,
                                "a key is missing or not text",
                                "write: key: value"));
                continue;
            }
            String key = scalar.getValue();
            var entry = new YamlEntry(child(shown.apply(key)), key, keyLine, tuple.getValueNode());
            if (scalar.getTag().equals(Tag.MERGE)) {
                diagnostics.problem(
                        entry,
                        "merge keys (<<) are not understood",
                        "write the keys out where they belong");
                continue;
            }
            YamlEntry first = entries.putIfAbsent(key, entry);
            if (first != null) {
                diagnostics.problem(
                        entry,
                        "given twice, in lines " + first.line() + " and " + keyLine,
                        "remove one of the two");
            }
        }
    }

    private String child(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    /** Returns the dotted path; empty for the whole file. */
    public String path() {
        return path;
    }

    /** Returns the line of the key. */
    public int line() {
        return line;
    }

    /** Returns the keys with their values, in order. */
    public Collection<YamlEntry> entries() {
        return entries.values();
    }

    /** Returns the entry of a key. */
    public Optional<YamlEntry> entry(String key) {
        return Optional.ofNullable(entries.get(key));
    }

    /**
     * Returns the section below {@code key}; empty if it is missing, or is reported as no mapping.
     */
    public YamlMapping section(String key, String remedy) {
        YamlEntry entry = entries.get(key);
        return entry == null
                ? empty(child(key), line, diagnostics)
                : of(entry, diagnostics, remedy);
    }

    /** Reports that {@code key} is missing. */
    public void missing(String key, String message, String remedy) {
        diagnostics.problem(ConfigProblem.at(line, child(key), message, remedy));
    }

    /**
     * Reports each key that is not in {@code known}.
     *
     * @param elsewhere keys of another place, with the remedy that names it
     */
    public void reportUnknown(List<String> known, Map<String, String> elsewhere) {
        for (YamlEntry entry : entries.values()) {
            if (!known.contains(entry.key())) {
                diagnostics.problem(entry, "unknown key", remedy(entry.key(), known, elsewhere));
            }
        }
    }

    private static String remedy(String key, List<String> known, Map<String, String> elsewhere) {
        int colon = key.indexOf(':');
        if (colon > 0 && known.contains(key.substring(0, colon))) {
            return "put a blank after '" + key.substring(0, colon) + ":'";
        }
        if (elsewhere.containsKey(key)) {
            return elsewhere.get(key);
        }
        return SpellingSuggestion.among(key, known)
                .map(nearest -> "did you mean '" + nearest + "'?")
                .orElseGet(() -> "known here: " + String.join(", ", known));
    }
}

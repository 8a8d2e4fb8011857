package dev.gateway.core.config;

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

/** A mapping of the file. Reports what is wrong with its keys; its values are read by others. */
public final class Section {

    private final String path;
    private final int line;
    private final Findings findings;
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    private Section(String path, int line, Findings findings) {
        this.path = path;
        this.line = line;
        this.findings = findings;
    }

    static Section root(MappingNode node, Findings findings) {
        var section = new Section("", Entry.lineOf(node), findings);
        section.add(node, Shown::key);
        return section;
    }

    static Section empty(String path, int line, Findings findings) {
        return new Section(path, line, findings);
    }

    /** The mapping that is the value of {@code entry}; reports anything else and is then empty. */
    public static Section of(Entry entry, Findings findings, String remedy) {
        return of(entry, findings, remedy, Shown::key);
    }

    /** Like the other; {@code shown} makes the keys fit for messages. */
    static Section of(Entry entry, Findings findings, String remedy, UnaryOperator<String> shown) {
        var section = new Section(entry.path(), entry.line(), findings);
        if (entry.value() instanceof MappingNode node) {
            section.add(node, shown);
        } else if (!entry.isEmpty()) {
            findings.problem(entry, "must be a mapping, not " + entry.kind(), remedy);
        }
        return section;
    }

    private void add(MappingNode node, UnaryOperator<String> shown) {
        for (NodeTuple tuple : node.getValue()) {
            Node keyNode = tuple.getKeyNode();
            int keyLine = Entry.lineOf(keyNode);
            if (!(keyNode instanceof ScalarNode scalar) || scalar.getTag().equals(Tag.NULL)) {
                findings.problem(
                        ConfigProblem.at(
                                keyLine,
                                path,
                                "a key is missing or not text",
                                "write: key: value"));
                continue;
            }
            String key = scalar.getValue();
            var entry = new Entry(child(shown.apply(key)), key, keyLine, tuple.getValueNode());
            if (scalar.getTag().equals(Tag.MERGE)) {
                findings.problem(
                        entry,
                        "merge keys (<<) are not understood",
                        "write the keys out where they belong");
                continue;
            }
            Entry first = entries.putIfAbsent(key, entry);
            if (first != null) {
                findings.problem(
                        entry,
                        "given twice, in lines " + first.line() + " and " + keyLine,
                        "remove one of the two");
            }
        }
    }

    private String child(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    /** Its dotted path; empty for the whole file. */
    public String path() {
        return path;
    }

    /** The line of its key. */
    public int line() {
        return line;
    }

    /** Its keys with their values, in order. */
    public Collection<Entry> entries() {
        return entries.values();
    }

    /** One of them. */
    public Optional<Entry> entry(String key) {
        return Optional.ofNullable(entries.get(key));
    }

    /** The section below {@code key}; empty if it is not there, or is reported as no mapping. */
    public Section section(String key, String remedy) {
        Entry entry = entries.get(key);
        return entry == null ? empty(child(key), line, findings) : of(entry, findings, remedy);
    }

    /** Reports that {@code key} is not there. */
    public void missing(String key, String message, String remedy) {
        findings.problem(ConfigProblem.at(line, child(key), message, remedy));
    }

    /**
     * Reports each key that is not in {@code known}.
     *
     * @param elsewhere keys that belong to another place, with the remedy that says where
     */
    public void reportUnknown(List<String> known, Map<String, String> elsewhere) {
        for (Entry entry : entries.values()) {
            if (!known.contains(entry.key())) {
                findings.problem(entry, "unknown key", remedy(entry.key(), known, elsewhere));
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
        return NearestName.among(key, known)
                .map(nearest -> "did you mean '" + nearest + "'?")
                .orElseGet(() -> "known here: " + String.join(", ", known));
    }
}

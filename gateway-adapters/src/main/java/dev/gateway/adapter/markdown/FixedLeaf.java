package dev.gateway.adapter.markdown;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** A block without text: a rule, or the absent content of an empty list item. */
record FixedLeaf(String line) implements Leaf {

    static final FixedLeaf RULE = new FixedLeaf("***");
    static final FixedLeaf EMPTY = new FixedLeaf("");

    @Override
    public List<String> lines() {
        return List.of(line);
    }

    @Override
    public String visible() {
        return "";
    }

    @Override
    public int length() {
        return line.length();
    }

    @Override
    public Optional<Cut> cut(Predicate<Leaf> fits, int room) {
        return Optional.empty();
    }
}

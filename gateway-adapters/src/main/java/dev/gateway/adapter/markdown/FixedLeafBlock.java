package dev.gateway.adapter.markdown;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** A block without text: a rule, or the absent content of an empty list item. */
record FixedLeafBlock(String line) implements LeafBlock {

    static final FixedLeafBlock RULE = new FixedLeafBlock("***");
    static final FixedLeafBlock EMPTY = new FixedLeafBlock("");

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
    public Optional<Cut> cut(Predicate<LeafBlock> fits, int room) {
        return Optional.empty();
    }
}

package dev.gateway.adapter.markdown;

import java.util.List;
import org.commonmark.node.ListBlock;
import org.commonmark.node.ListItem;

/**
 * A block without blocks in it, and where it is.
 *
 * @param path the quotations and list items around it, the outermost first
 * @param opened the index in {@code path} of the first one that begins with this block; the size of
 *     {@code path} if none does
 */
record PlacedBlock(List<Container> path, int opened, LeafBlock leaf) {

    /** A block around others. */
    sealed interface Container permits Quotation, Item {}

    /** A quotation. Compared by identity. */
    static final class Quotation implements Container {}

    /** A list item. Compared by identity. */
    static final class Item implements Container {
        private final ListItem node;
        private final String marker;

        Item(ListItem node, String marker) {
            this.node = node;
            this.marker = marker;
        }

        String marker() {
            return marker;
        }

        ListBlock list() {
            return (ListBlock) node.getParent();
        }

        boolean isTight() {
            return list().isTight();
        }
    }

    /** Returns the first part of it. */
    PlacedBlock head(LeafBlock head) {
        return new PlacedBlock(path, opened, head);
    }

    /** Returns another part of it: nothing begins there. */
    PlacedBlock tail(LeafBlock tail) {
        return new PlacedBlock(path, path.size(), tail);
    }

    /** Returns it with its text without any form. */
    PlacedBlock plainText() {
        return new PlacedBlock(path, opened, leaf.plain());
    }

    /** Returns its text without any form and outside of everything. */
    PlacedBlock plain() {
        return new PlacedBlock(List.of(), 0, leaf.plain());
    }
}

package dev.gateway.adapter.markdown;

import dev.gateway.adapter.markdown.PlacedBlock.Container;
import dev.gateway.adapter.markdown.PlacedBlock.Item;
import dev.gateway.adapter.markdown.PlacedBlock.Quotation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * A writer of blocks as Markdown that is valid by itself. An item whose beginning is in an earlier
 * piece has neither marker nor indentation in this one. Each text is read again before it is
 * returned: if it would show anything else, it is written with less form.
 */
final class PieceWriter {

    private final StringBuilder out = new StringBuilder();
    private final boolean loose;
    private final Set<Item> begun = Collections.newSetFromMap(new IdentityHashMap<>());

    private PieceWriter(boolean loose) {
        this.loose = loose;
    }

    /** Returns the Markdown of consecutive blocks. */
    static String write(List<PlacedBlock> chunks) {
        String meant = outline(chunks);
        String written = new PieceWriter(false).all(chunks);
        if (!isReadAs(meant, written)) {
            written = new PieceWriter(true).all(chunks);
        }
        if (!isReadAs(meant, written)) {
            written =
                    new PieceWriter(true).all(chunks.stream().map(PieceWriter::readable).toList());
        }
        if (!isReadAs(meant, written)) {
            written = new PieceWriter(true).all(chunks.stream().map(PlacedBlock::plain).toList());
        }
        return written;
    }

    private static PlacedBlock readable(PlacedBlock chunk) {
        List<PlacedBlock> alone = List.of(chunk);
        return isReadAs(outline(alone), new PieceWriter(true).all(alone))
                ? chunk
                : chunk.plainText();
    }

    private static boolean isReadAs(String outline, String written) {
        return outline(BlockSequence.of(MarkdownParser.parse(written))).equals(outline);
    }

    /** Returns the text of each block, and how many list items begin with it. */
    private static String outline(List<PlacedBlock> chunks) {
        var outline = new StringBuilder();
        for (PlacedBlock chunk : chunks) {
            long items =
                    chunk.path().subList(chunk.opened(), chunk.path().size()).stream()
                            .filter(Item.class::isInstance)
                            .count();
            outline.append(items).append(':').append(chunk.leaf().visible()).append('\n');
        }
        return outline.toString();
    }

    private String all(List<PlacedBlock> chunks) {
        PlacedBlock before = null;
        for (PlacedBlock chunk : chunks) {
            Set<Item> known = Set.copyOf(begun);
            for (Container container : chunk.path().subList(chunk.opened(), chunk.path().size())) {
                if (container instanceof Item item) {
                    begun.add(item);
                }
            }
            if (before != null) {
                separate(before, chunk);
            }
            write(chunk, known);
            before = chunk;
        }
        return out.toString();
    }

    private void write(PlacedBlock chunk, Set<Item> known) {
        var first = new StringBuilder();
        var others = new StringBuilder();
        for (Container container : chunk.path()) {
            if (container instanceof Quotation) {
                first.append("> ");
                others.append("> ");
            } else if (container instanceof Item item && begun.contains(item)) {
                String indent = " ".repeat(item.marker().length());
                first.append(known.contains(item) ? indent : item.marker());
                others.append(indent);
            }
        }
        List<String> lines = chunk.leaf().lines();
        for (int i = 0; i < lines.size(); i++) {
            String line = (i == 0 ? first : others) + lines.get(i);
            out.append(i > 0 ? "\n" : "").append(line.isBlank() ? "" : line);
        }
    }

    private void separate(PlacedBlock before, PlacedBlock after) {
        List<Container> shared = shared(before, after);
        out.append('\n');
        if (!loose && !before.leaf().runsOn() && isTight(shared, before, after)) {
            return;
        }
        var prefix = new StringBuilder();
        for (Container container : shared) {
            prefix.append(
                    container instanceof Quotation
                            ? "> "
                            : container instanceof Item item && begun.contains(item)
                                    ? " ".repeat(item.marker().length())
                                    : "");
        }
        out.append(prefix.toString().stripTrailing()).append('\n');
    }

    private static boolean isTight(List<Container> shared, PlacedBlock before, PlacedBlock after) {
        int depth = shared.size();
        if (depth < before.path().size()
                && depth < after.path().size()
                && before.path().get(depth) instanceof Item one
                && after.path().get(depth) instanceof Item other
                && one.list() == other.list()) {
            return one.isTight();
        }
        return depth > 0 && shared.get(depth - 1) instanceof Item item && item.isTight();
    }

    private static List<Container> shared(PlacedBlock before, PlacedBlock after) {
        List<Container> shared = new ArrayList<>();
        int most = Math.min(before.path().size(), after.path().size());
        for (int i = 0; i < most && before.path().get(i) == after.path().get(i); i++) {
            shared.add(before.path().get(i));
        }
        return shared;
    }
}

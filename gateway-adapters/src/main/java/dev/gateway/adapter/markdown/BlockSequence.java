package dev.gateway.adapter.markdown;

import dev.gateway.adapter.markdown.PlacedBlock.Container;
import dev.gateway.adapter.markdown.PlacedBlock.Item;
import dev.gateway.adapter.markdown.PlacedBlock.Quotation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TableRow;
import org.commonmark.node.BlockQuote;
import org.commonmark.node.BulletList;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.ListBlock;
import org.commonmark.node.ListItem;
import org.commonmark.node.Node;
import org.commonmark.node.OrderedList;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SourceSpan;
import org.commonmark.node.ThematicBreak;

/** The blocks of a document in the order of the text. */
final class BlockSequence {

    private final ParsedMarkdown text;
    private final List<PlacedBlock> chunks = new ArrayList<>();
    private final List<Container> path = new ArrayList<>();

    /** The index in the path of the first container that has no block yet. */
    private int opened;

    private BlockSequence(ParsedMarkdown text) {
        this.text = text;
    }

    static List<PlacedBlock> of(ParsedMarkdown text) {
        var chunks = new BlockSequence(text);
        chunks.blocks(text.document());
        return chunks.chunks;
    }

    private void blocks(Node parent) {
        for (Node block = parent.getFirstChild(); block != null; block = block.getNext()) {
            if (block instanceof BlockQuote) {
                within(new Quotation(), block);
            } else if (block instanceof ListBlock list) {
                list(list);
            } else {
                leaf(block);
            }
        }
    }

    private void list(ListBlock list) {
        int number = list instanceof OrderedList ordered ? first(ordered) : 0;
        for (Node item = list.getFirstChild(); item != null; item = item.getNext()) {
            String marker =
                    list instanceof OrderedList ordered
                            ? number++ + MarkdownLayout.delimiter(ordered) + " "
                            : MarkdownLayout.bullet((BulletList) list) + " ";
            within(new Item((ListItem) item, marker), item);
        }
    }

    private static int first(OrderedList list) {
        return list.getMarkerStartNumber() == null ? 1 : list.getMarkerStartNumber();
    }

    private void within(Container container, Node node) {
        path.add(container);
        blocks(node);
        if (opened < path.size()) {
            add(Textless.EMPTY);
        }
        path.remove(path.size() - 1);
        opened = path.size();
    }

    private void leaf(Node block) {
        if (block instanceof Paragraph) {
            add(TextLeafBlock.of(block, source(block), false));
        } else if (block instanceof Heading) {
            add(TextLeafBlock.of(block, source(block), true));
        } else if (block instanceof FencedCodeBlock code) {
            add(code(code.getInfo() == null ? "" : code.getInfo().strip(), code.getLiteral()));
        } else if (block instanceof IndentedCodeBlock code) {
            add(code("", code.getLiteral()));
        } else if (block instanceof HtmlBlock html) {
            add(TextLeafBlock.html(MarkdownLayout.chomp(html.getLiteral()), source(block)));
        } else if (block instanceof ThematicBreak) {
            add(Textless.RULE);
        } else if (block instanceof TableBlock table) {
            table(table);
        }
    }

    private static CodeLeafBlock code(String info, String literal) {
        return new CodeLeafBlock(
                info, Arrays.asList(MarkdownLayout.chomp(literal).split("\n", -1)));
    }

    private void table(TableBlock table) {
        List<String> lines = source(table);
        List<TableLeafBlock.Row> rows = new ArrayList<>();
        new NodeTraversal(table)
                .forEach(
                        node -> {
                            if (node instanceof TableRow) {
                                // The second line only says how columns are aligned.
                                int line = rows.isEmpty() ? 0 : rows.size() + 1;
                                String source = line < lines.size() ? lines.get(line) : "";
                                rows.add(new TableLeafBlock.Row(source, cells(node)));
                            }
                        });
        add(
                new TableLeafBlock(
                        rows.get(0),
                        lines.size() > 1 ? lines.get(1) : "",
                        rows.subList(1, rows.size()),
                        false));
    }

    private static List<TextLeafBlock> cells(Node row) {
        List<TextLeafBlock> cells = new ArrayList<>();
        for (Node cell = row.getFirstChild(); cell != null; cell = cell.getNext()) {
            cells.add(TextLeafBlock.of(cell, List.of(), false));
        }
        return cells;
    }

    private List<String> source(Node block) {
        List<String> lines = new ArrayList<>();
        for (SourceSpan span : block.getSourceSpans()) {
            lines.add(text.source(span).strip());
        }
        return lines;
    }

    private void add(LeafBlock leaf) {
        chunks.add(new PlacedBlock(List.copyOf(path), Math.min(opened, path.size()), leaf));
        opened = path.size();
    }

    /** A block without text: a rule, or the absent content of an empty list item. */
    private record Textless(String line) implements LeafBlock {

        static final Textless RULE = new Textless("***");
        static final Textless EMPTY = new Textless("");

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
}

package dev.gateway.adapter.markdown;

import org.commonmark.ext.gfm.strikethrough.Strikethrough;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.node.BlockQuote;
import org.commonmark.node.BulletList;
import org.commonmark.node.Code;
import org.commonmark.node.Emphasis;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.Link;
import org.commonmark.node.LinkReferenceDefinition;
import org.commonmark.node.ListBlock;
import org.commonmark.node.ListItem;
import org.commonmark.node.Node;
import org.commonmark.node.OrderedList;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.StrongEmphasis;
import org.commonmark.node.Text;
import org.commonmark.node.ThematicBreak;

/**
 * The walk through a document that lays its blocks out in lines: blank lines between them, bullets
 * and numbers, indentation, tables with aligned columns. A subclass says how a style is marked.
 */
abstract class MarkdownLayout {

    /** A style of characters. */
    enum Style {
        BOLD,
        ITALIC,
        STRIKE
    }

    private static final String RULE = "──────────";

    /** The text so far. */
    protected final StringBuilder out = new StringBuilder();

    /** The beginning of each line of the block that is laid out. */
    private String indent = "";

    private int lists;

    /** The index in {@link #out} behind the last indentation or marker. */
    private int lineBegin;

    /** Lays out a document and returns the text. */
    final String render(Node document) {
        blocks(document, false);
        return out.toString();
    }

    protected abstract void text(String text);

    protected abstract void open(Style style);

    protected abstract void close(Style style);

    /** Adds a span of code. */
    protected abstract void code(String literal);

    /** Adds a link: calls {@code label} for its text. */
    protected abstract void link(String destination, Runnable label);

    /** Adds a block of code or a table. {@code literal} does not end with a line break. */
    protected abstract void preformatted(String literal, String language);

    /** Adds a quotation: calls {@code content} for its blocks. */
    protected abstract void quote(Runnable content);

    /** Adds a heading: calls {@code content} for its text. */
    protected abstract void heading(Runnable content);

    /** Adds a line between paragraphs. */
    protected void rule() {
        text(RULE);
    }

    /** Returns the marker of an item, with the blank after it. */
    protected String marker(ListItem item, TaskState task) {
        if (task != TaskState.NONE) {
            return task.box() + " ";
        }
        if (item.getParent() instanceof OrderedList list) {
            return numberOf(item, list) + String.valueOf(delimiter(list)) + " ";
        }
        return "• ";
    }

    /** Returns the indentation of the lines below an item with this marker. */
    protected String indentBelow(String marker) {
        return " ".repeat(marker.length());
    }

    /** Begins a line with the indentation of the block. */
    protected final void newLine() {
        out.append('\n').append(indent);
        lineBegin = out.length();
    }

    /** Ends a line within a paragraph. */
    protected void lineBreak() {
        newLine();
    }

    /** Returns whether the line has no text so far. */
    protected final boolean isAtLineBegin() {
        return out.length() == lineBegin;
    }

    /** Runs {@code content} with a longer indentation. */
    protected final void indented(String more, Runnable content) {
        withIndent(indent + more, content);
    }

    /** Runs {@code content} with another indentation. */
    protected final void withIndent(String other, Runnable content) {
        String before = indent;
        indent = other;
        if (out.length() > 0 && out.charAt(out.length() - 1) == ' ') {
            lineBegin = out.length();
        }
        content.run();
        indent = before;
    }

    /** Returns whether the block is in a list. */
    protected final boolean isInList() {
        return lists > 0;
    }

    /** Returns whether a block is set off from the text by its form. */
    private static boolean isBox(Node node) {
        return node instanceof FencedCodeBlock
                || node instanceof IndentedCodeBlock
                || node instanceof TableBlock
                || node instanceof BlockQuote;
    }

    /** Returns whether a block begins a line without indentation. */
    protected boolean isUnindented(Node node) {
        return isBox(node);
    }

    /** Returns whether the first block of an item is in the line below the marker. */
    protected boolean beginsBelowMarker(Node block) {
        return isUnindented(block);
    }

    private void blocks(Node parent, boolean tight) {
        Node before = null;
        for (Node block = parent.getFirstChild(); block != null; block = block.getNext()) {
            if (block instanceof LinkReferenceDefinition) {
                continue;
            }
            if (before != null) {
                gap(before, block, tight);
            }
            block(block);
            before = block;
        }
    }

    private void gap(Node before, Node after, boolean tight) {
        if (!tight && needsBlankLine(before, after)) {
            blankLine();
        }
        beginLine(after);
    }

    private void blankLine() {
        out.append('\n').append(indent.stripTrailing());
    }

    private void beginLine(Node block) {
        if (isUnindented(block)) {
            out.append('\n');
        } else {
            newLine();
        }
    }

    /** Returns whether a blank line is between two blocks. */
    protected boolean needsBlankLine(Node before, Node after) {
        return !isBox(before) && !isBox(after);
    }

    private void block(Node block) {
        if (block instanceof Heading) {
            heading(() -> inlines(block));
        } else if (block instanceof FencedCodeBlock code) {
            preformatted(chomp(code.getLiteral()), language(code.getInfo()));
        } else if (block instanceof IndentedCodeBlock code) {
            preformatted(chomp(code.getLiteral()), "");
        } else if (block instanceof TableBlock table) {
            preformatted(new TableText(table).aligned(), "");
        } else if (block instanceof BlockQuote) {
            quote(() -> blocks(block, false));
        } else if (block instanceof ListBlock list) {
            list(list);
        } else if (block instanceof HtmlBlock html) {
            lines(chomp(html.getLiteral()));
        } else if (block instanceof ThematicBreak) {
            rule();
        } else if (block instanceof Paragraph) {
            inlines(block);
        }
    }

    private void list(ListBlock list) {
        lists++;
        for (Node node = list.getFirstChild(); node != null; node = node.getNext()) {
            if (node.getPrevious() != null) {
                if (!list.isTight()) {
                    blankLine();
                }
                newLine();
            }
            item((ListItem) node, list.isTight());
        }
        lists--;
    }

    private void item(ListItem item, boolean tight) {
        TaskState task = TaskState.of(item);
        String marker = marker(item, task);
        out.append(marker);
        lineBegin = out.length();
        indented(
                indentBelow(marker),
                () -> {
                    Node first = item.getFirstChild();
                    if (first != null && beginsBelowMarker(first)) {
                        beginLine(first);
                    }
                    blocks(item, tight);
                });
    }

    /** Adds the text of a block. */
    protected final void inlines(Node parent) {
        for (Node node = parent.getFirstChild(); node != null; node = node.getNext()) {
            inline(node);
        }
    }

    private void inline(Node node) {
        if (node instanceof Text literal) {
            text(TaskState.isBoxOf(literal) ? TaskState.afterBox(literal) : literal.getLiteral());
        } else if (node instanceof Code code) {
            code(code.getLiteral());
        } else if (node instanceof HtmlInline html) {
            if (VisibleText.isBreak(html)) {
                lineBreak();
            } else {
                text(html.getLiteral());
            }
        } else if (node instanceof SoftLineBreak || node instanceof HardLineBreak) {
            lineBreak();
        } else if (node instanceof StrongEmphasis) {
            styled(Style.BOLD, node);
        } else if (node instanceof Emphasis) {
            styled(Style.ITALIC, node);
        } else if (node instanceof Strikethrough) {
            styled(Style.STRIKE, node);
        } else if (node instanceof Link link) {
            link(link.getDestination(), () -> inlines(link));
        } else if (node instanceof Image image) {
            link(image.getDestination(), () -> label(image));
        }
    }

    private void styled(Style style, Node node) {
        open(style);
        inlines(node);
        close(style);
    }

    private void label(Image image) {
        if (image.getFirstChild() == null) {
            text(image.getDestination());
        } else {
            inlines(image);
        }
    }

    /** Adds a text of several lines. */
    private void lines(String text) {
        String[] lines = text.split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            if (i > 0) {
                newLine();
            }
            htmlLine(lines[i]);
        }
    }

    /** Adds a line of a block of HTML. */
    protected void htmlLine(String line) {
        text(line);
    }

    static int numberOf(ListItem item, OrderedList list) {
        int number = list.getMarkerStartNumber() == null ? 1 : list.getMarkerStartNumber();
        for (Node node = item.getPrevious(); node != null; node = node.getPrevious()) {
            number++;
        }
        return number;
    }

    static String delimiter(OrderedList list) {
        return list.getMarkerDelimiter() == null ? "." : list.getMarkerDelimiter();
    }

    static String bullet(BulletList list) {
        return list.getMarker() == null ? "-" : list.getMarker();
    }

    static String language(String info) {
        String first = info == null ? "" : info.strip().split("\\s", 2)[0];
        return first.matches("[A-Za-z0-9_+#.-]{1,40}") ? first : "";
    }

    static String chomp(String literal) {
        return literal.endsWith("\n") ? literal.substring(0, literal.length() - 1) : literal;
    }
}

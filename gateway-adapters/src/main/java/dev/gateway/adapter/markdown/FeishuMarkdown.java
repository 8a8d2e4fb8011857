package dev.gateway.adapter.markdown;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.commonmark.node.Heading;
import org.commonmark.node.ListBlock;
import org.commonmark.node.ListItem;
import org.commonmark.node.Node;
import org.commonmark.node.OrderedList;
import org.commonmark.node.Paragraph;

/**
 * Markdown in the dialect of Feishu's {@code md} tag: bold, italic, strikethrough, links, code,
 * lists (four blanks a level), quotations and rules. Headings become bold lines, tables blocks of
 * code, images links; characters that would be taken for markers become entities.
 */
final class FeishuMarkdown extends MarkdownLayout {

    private int quotes;
    private int bold;
    private int links;

    /** A way of writing: the first one that is read again as the same text is taken. */
    private enum Effort {
        /** Only what begins a tag is an entity. */
        FEW_ENTITIES,
        ALL_ENTITIES,
        NO_STYLES
    }

    private static final String NO_BREAK_SPACE = "\u00A0";

    private final FeishuEscapes escapes;
    private final Effort effort;

    /** The indices behind the opening markers of the styles. */
    private final Deque<Integer> begins = new ArrayDeque<>();

    private FeishuMarkdown(Effort effort) {
        this.effort = effort;
        escapes = new FeishuEscapes(out, effort != Effort.FEW_ENTITIES);
    }

    /** Returns the text in the dialect, with as few entities as possible. */
    static String of(String markdown) {
        Node document = MarkdownParser.parse(markdown).document();
        LeadingBreaks.remove(document);
        String safe = new FeishuMarkdown(Effort.NO_STYLES).render(document);
        String visible = visible(safe);
        for (Effort effort : List.of(Effort.FEW_ENTITIES, Effort.ALL_ENTITIES)) {
            String written = new FeishuMarkdown(effort).render(document);
            if (visible(written).equals(visible)) {
                return written;
            }
        }
        return safe;
    }

    private static String visible(String dialect) {
        return VisibleText.of(MarkdownParser.parse(dialect).document());
    }

    @Override
    protected void text(String text) {
        // Indented, it would be taken for code.
        escapes.append(isAtLineBegin() ? text.stripLeading() : text);
    }

    @Override
    protected void open(Style style) {
        if (effort != Effort.NO_STYLES && (style != Style.BOLD || bold++ == 0)) {
            out.append(marker(style));
            begins.push(out.length());
        }
    }

    @Override
    protected void close(Style style) {
        if (effort == Effort.NO_STYLES || style == Style.BOLD && --bold > 0) {
            return;
        }
        int begin = begins.pop();
        String content = out.substring(begin);
        String text = content.strip();
        String marker = marker(style);
        out.setLength(begin - marker.length());
        if (text.isEmpty()) {
            out.append(content);
            return;
        }
        // Beside white space a marker would be shown.
        int leading = content.indexOf(text);
        out.append(content, 0, leading).append(marker).append(text).append(marker);
        out.append(content, leading + text.length(), content.length());
    }

    private static String marker(Style style) {
        return switch (style) {
            case BOLD -> "**";
            case ITALIC -> "*";
            case STRIKE -> "~~";
        };
    }

    @Override
    protected void code(String literal) {
        String fence = "`".repeat(FenceLength.longestRun(literal, '`') + 1);
        boolean padded =
                literal.startsWith("`")
                        || literal.endsWith("`")
                        || literal.startsWith(" ") && literal.endsWith(" ") && !literal.isBlank();
        String pad = padded ? " " : "";
        out.append(fence).append(pad).append(literal).append(pad).append(fence);
    }

    @Override
    protected void link(String destination, Runnable label) {
        if (links > 0 || destination.isBlank()) {
            label.run();
            return;
        }
        links++;
        if (out.length() > 0 && out.charAt(out.length() - 1) == '!') {
            // A picture would begin with it.
            out.setLength(out.length() - 1);
            out.append("&#33;");
        }
        int begin = out.length();
        out.append('[');
        label.run();
        links--;
        if (out.substring(begin + 1).isBlank()) {
            out.setLength(begin); // It would be shown as it is written.
        } else {
            out.append("](").append(FeishuEscapes.address(destination)).append(')');
        }
    }

    /** An empty line would end a link. */
    @Override
    protected void lineBreak() {
        if (links > 0) {
            out.append(' ');
        } else {
            super.lineBreak();
        }
    }

    @Override
    protected void preformatted(String literal, String language) {
        String fence = "`".repeat(Math.max(3, FenceLength.longestRun(literal, '`') + 1));
        out.append(fence).append(language);
        for (String line : literal.split("\n", -1)) {
            newLine();
            out.append(line);
        }
        newLine();
        out.append(fence);
    }

    @Override
    protected void quote(Runnable content) {
        if (quotes++ == 0) {
            out.append("> ");
            indented("> ", content);
        } else {
            content.run();
        }
        quotes--;
    }

    /** Indented, it would be taken for code. */
    @Override
    protected void htmlLine(String line) {
        text(line.strip());
    }

    @Override
    protected void heading(Runnable content) {
        open(Style.BOLD);
        content.run();
        close(Style.BOLD);
    }

    @Override
    protected void rule() {
        if (isInList()) {
            super.rule();
        } else {
            out.append("---");
        }
    }

    @Override
    protected String marker(ListItem item, TaskState task) {
        String box = task == TaskState.NONE ? "" : task.box() + " ";
        Node first = item.getFirstChild();
        if (first == null || first instanceof ListBlock || isEmpty(first)) {
            // A marker without text would underline the line before.
            box = NO_BREAK_SPACE;
        }
        return item.getParent() instanceof OrderedList list
                ? numberOf(item, list) + ". " + box
                : "- " + box;
    }

    private static boolean isEmpty(Node block) {
        return (block instanceof Paragraph || block instanceof Heading)
                && block.getFirstChild() == null;
    }

    @Override
    protected String indentBelow(String marker) {
        return " ".repeat(Math.max(4, marker.indexOf(' ') + 1));
    }

    @Override
    protected boolean isUnindented(Node node) {
        return false;
    }

    /** Two markers in a line would have the indentation of two levels at once. */
    @Override
    protected boolean beginsBelowMarker(Node block) {
        return block instanceof ListBlock;
    }

    /** Always: what is not set off by its form for certain would continue the block before. */
    @Override
    protected boolean needsBlankLine(Node before, Node after) {
        return true;
    }
}

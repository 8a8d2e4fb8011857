package dev.gateway.adapter.markdown;

import org.commonmark.node.ListItem;
import org.commonmark.node.Node;
import org.commonmark.node.OrderedList;

/**
 * Markdown in the dialect of Feishu's {@code md} tag: bold, italic, strikethrough, links, code,
 * lists (four blanks a level), quotations and rules. Headings become bold lines, tables blocks of
 * code, images links; characters that would be taken for markers become entities.
 */
final class FeishuMarkdown extends MarkdownLayout {

    private int quotes;
    private int bold;
    private int links;

    private final FeishuEscapes escapes;

    private FeishuMarkdown(boolean all) {
        escapes = new FeishuEscapes(out, all);
    }

    /** Returns the text in the dialect, with as few entities as possible. */
    static String of(String markdown) {
        Node document = MarkdownParser.parse(markdown).document();
        String few = new FeishuMarkdown(false).render(document);
        String shown = VisibleText.of(MarkdownParser.parse(few).document());
        // What is read again as another text had characters that were taken for markers.
        return shown.equals(VisibleText.of(MarkdownParser.parse(all(document)).document()))
                ? few
                : all(document);
    }

    private static String all(Node document) {
        return new FeishuMarkdown(true).render(document);
    }

    @Override
    protected void text(String text) {
        escapes.append(text);
    }

    @Override
    protected void open(Style style) {
        if (style != Style.BOLD || bold++ == 0) {
            out.append(marker(style));
        }
    }

    @Override
    protected void close(Style style) {
        if (style != Style.BOLD || --bold == 0) {
            out.append(marker(style));
        }
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
        String fence = "`".repeat(Fences.longestRun(literal, '`') + 1);
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
        out.append('[');
        label.run();
        out.append("](").append(FeishuEscapes.address(destination)).append(')');
        links--;
    }

    @Override
    protected void preformatted(String literal, String language) {
        String fence = "`".repeat(Math.max(3, Fences.longestRun(literal, '`') + 1));
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
        return item.getParent() instanceof OrderedList list
                ? numberOf(item, list) + ". " + box
                : "- " + box;
    }

    @Override
    protected String indentBelow(String marker) {
        return " ".repeat(Math.max(4, marker.indexOf(' ') + 1));
    }

    @Override
    protected boolean isUnindented(Node node) {
        return false;
    }

    /** Always: what is not set off by its form for certain would continue the block before. */
    @Override
    protected boolean needsBlankLine(Node before, Node after) {
        return true;
    }
}

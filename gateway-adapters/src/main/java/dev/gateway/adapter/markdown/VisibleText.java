package dev.gateway.adapter.markdown;

import java.util.List;
import java.util.regex.Pattern;
import org.commonmark.node.Code;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.Node;
import org.commonmark.node.Text;

/**
 * The text of a tree without white space and markers: what must be the same before and after a
 * change of the form.
 */
final class VisibleText {

    private static final Pattern BREAK = Pattern.compile("(?i)<br\\s*/?>");

    private VisibleText() {}

    static String of(Node root) {
        var text = new StringBuilder();
        new NodeTraversal(root).forEach(node -> append(text, literal(node)));
        return text.toString();
    }

    static String of(String text) {
        var visible = new StringBuilder(text.length());
        append(visible, text);
        return visible.toString();
    }

    /** Returns whether lines of Markdown show a text, both without white space. */
    static boolean isShownBy(List<String> lines, String visible) {
        return of(MarkdownParser.parse(String.join("\n", lines)).document()).equals(visible);
    }

    /** Returns whether inline HTML breaks the line. */
    static boolean isBreak(HtmlInline html) {
        return BREAK.matcher(html.getLiteral()).matches();
    }

    private static String literal(Node node) {
        if (node instanceof Text text) {
            return text.getLiteral();
        }
        if (node instanceof Code code) {
            return code.getLiteral();
        }
        if (node instanceof HtmlInline html) {
            return isBreak(html) ? "" : html.getLiteral();
        }
        if (node instanceof Image image) {
            // Without a text the address is shown.
            return image.getFirstChild() == null ? image.getDestination() : "";
        }
        if (node instanceof HtmlBlock html) {
            return html.getLiteral();
        }
        if (node instanceof FencedCodeBlock code) {
            return code.getLiteral();
        }
        return node instanceof IndentedCodeBlock code ? code.getLiteral() : "";
    }

    private static void append(StringBuilder visible, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!Character.isWhitespace(c) && !Character.isSpaceChar(c)) {
                visible.append(c);
            }
        }
    }
}

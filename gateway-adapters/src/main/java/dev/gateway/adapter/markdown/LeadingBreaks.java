package dev.gateway.adapter.markdown;

import java.util.ArrayList;
import java.util.List;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.Text;

/**
 * The line breaks before the first word of a paragraph or heading. They show nothing, but written
 * again below the marker of a list item they end the item, and what follows becomes code.
 */
final class LeadingBreaks {

    private LeadingBreaks() {}

    /** Removes them from all blocks of a document. */
    static void remove(Node document) {
        List<Node> blocks = new ArrayList<>();
        new NodeTraversal(document)
                .forEach(
                        node -> {
                            if (node instanceof Paragraph || node instanceof Heading) {
                                blocks.add(node);
                            }
                        });
        blocks.forEach(LeadingBreaks::removeFrom);
    }

    /** Returns whether nothing is left; the nesting of inline nodes is bounded by the parser. */
    private static boolean removeFrom(Node parent) {
        for (Node first = parent.getFirstChild(); first != null; first = parent.getFirstChild()) {
            boolean empty = isBreak(first) || first.getFirstChild() != null && removeFrom(first);
            if (!empty) {
                return false;
            }
            first.unlink();
        }
        return true;
    }

    private static boolean isBreak(Node node) {
        return node instanceof SoftLineBreak
                || node instanceof HardLineBreak
                || node instanceof HtmlInline html && VisibleText.isBreak(html)
                || node instanceof Text text && text.getLiteral().isBlank();
    }
}

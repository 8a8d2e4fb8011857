package dev.gateway.adapter.markdown;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.commonmark.ext.gfm.tables.TableHead;
import org.commonmark.node.Node;
import org.commonmark.node.Text;

/**
 * A comparison of the text of a document with what pieces show: the same characters in the same
 * order, and beside them only bullets, numbers, boxes, the lines of tables and their headers again.
 */
final class ShownText {

    private static final String ADDED = "•☐☑│┼─0123456789.)";

    private ShownText() {}

    /** Returns what is wrong; empty if nothing is. */
    static String difference(String markdown, List<String> pieces) {
        String expected = expected(markdown);
        String shown = VisibleText.of(String.join("", pieces));
        int at = 0;
        for (int i = 0; i < shown.length() && at < expected.length(); i++) {
            if (shown.charAt(i) == expected.charAt(at)) {
                at++;
            }
        }
        if (at < expected.length()) {
            return "lost: " + expected.substring(at, Math.min(at + 80, expected.length()));
        }
        Map<Character, Integer> more = new HashMap<>();
        shown.chars().forEach(c -> more.merge((char) c, 1, Integer::sum));
        expected.chars().forEach(c -> more.merge((char) c, -1, Integer::sum));
        // Each piece may begin with the header of a table.
        headers(markdown)
                .chars()
                .forEach(c -> more.merge((char) c, 1 - pieces.size(), Integer::sum));
        more.values().removeIf(count -> count <= 0);
        more.keySet().removeIf(c -> ADDED.indexOf(c) >= 0);
        return more.isEmpty() ? "" : "doubled: " + more;
    }

    private static String headers(String markdown) {
        var headers = new StringBuilder();
        new NodeTraversal(MarkdownParser.parse(markdown).document())
                .forEach(
                        node -> {
                            if (node instanceof TableHead) {
                                headers.append(VisibleText.of(node));
                            }
                        });
        return headers.toString();
    }

    private static String expected(String markdown) {
        var text = new StringBuilder();
        Node document = MarkdownParser.parse(markdown).document();
        new NodeTraversal(document)
                .forEach(
                        node -> {
                            if (node instanceof Text literal && TaskState.isBoxOf(literal)) {
                                literal.setLiteral(TaskState.afterBox(literal));
                            }
                        });
        text.append(VisibleText.of(document));
        return text.toString();
    }
}

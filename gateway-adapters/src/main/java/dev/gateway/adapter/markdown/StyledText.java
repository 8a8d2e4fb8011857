package dev.gateway.adapter.markdown;

import java.util.ArrayList;
import java.util.List;
import org.commonmark.ext.gfm.strikethrough.Strikethrough;
import org.commonmark.node.Code;
import org.commonmark.node.Emphasis;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.StrongEmphasis;
import org.commonmark.node.Text;

/** The text of a block as a row of characters, each with the styles around it. */
final class StyledText {

    /**
     * Characters of one style.
     *
     * @param start the index of the first one in the whole text
     * @param node the text, code, HTML or line break
     * @param styles the styles, links and images around it, the outermost first
     */
    private record Run(int start, String text, Node node, List<Node> styles) {}

    private final List<Run> runs = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private String whole;

    /** Adds the inline nodes below a node. */
    void add(Node parent) {
        add(parent, List.of());
    }

    /** Adds all of another text. */
    void add(StyledText others) {
        others.runs.forEach(run -> add(run.text(), run.node(), run.styles()));
    }

    /** Adds text without a style. */
    void add(String literal) {
        add(literal, new Text(literal), List.of());
    }

    /** Adds the end of a line. */
    void addLineBreak() {
        add("\n", new SoftLineBreak(), List.of());
    }

    private void add(Node parent, List<Node> styles) {
        for (Node node = parent.getFirstChild(); node != null; node = node.getNext()) {
            if (node instanceof Text literal) {
                add(literal.getLiteral(), node, styles);
            } else if (node instanceof Code code) {
                add(code.getLiteral(), node, styles);
            } else if (node instanceof HtmlInline html) {
                add(VisibleText.isBreak(html) ? "\n" : html.getLiteral(), node, styles);
            } else if (node.getFirstChild() != null || node instanceof Image) {
                List<Node> inner = new ArrayList<>(styles);
                inner.add(node);
                if (node instanceof Image image && node.getFirstChild() == null) {
                    add(image.getDestination(), new Text(image.getDestination()), inner);
                }
                add(node, inner);
            } else {
                add("\n", new SoftLineBreak(), styles);
            }
        }
    }

    private void add(String literal, Node node, List<Node> styles) {
        runs.add(new Run(text.length(), literal, node, styles));
        text.append(literal);
        whole = null;
    }

    /** Returns all characters. */
    String text() {
        if (whole == null) {
            whole = text.toString();
        }
        return whole;
    }

    /** Returns a paragraph with the characters between two indices. */
    Paragraph paragraph(int from, int to) {
        var paragraph = new Paragraph();
        List<Node> open = new ArrayList<>();
        List<Node> copies = new ArrayList<>();
        for (int i = indexOf(from); i < runs.size() && runs.get(i).start() < to; i++) {
            Run run = runs.get(i);
            int begin = Math.max(from - run.start(), 0);
            int end = Math.min(to - run.start(), run.text().length());
            if (begin > end) {
                continue;
            }
            int common = 0;
            while (common < Math.min(open.size(), run.styles().size())
                    && open.get(common) == run.styles().get(common)) {
                common++;
            }
            open.subList(common, open.size()).clear();
            copies.subList(common, copies.size()).clear();
            for (Node style : run.styles().subList(common, run.styles().size())) {
                Node copy = copy(style);
                (copies.isEmpty() ? paragraph : copies.get(copies.size() - 1)).appendChild(copy);
                open.add(style);
                copies.add(copy);
            }
            (copies.isEmpty() ? paragraph : copies.get(copies.size() - 1))
                    .appendChild(part(run, run.text().substring(begin, end)));
        }
        return paragraph;
    }

    /** Returns the run that has a character. */
    private int indexOf(int at) {
        int low = 0;
        int high = runs.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (runs.get(middle).start() <= at) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        // Those without characters begin at the same index.
        while (low > 0 && runs.get(low - 1).start() == at) {
            low--;
        }
        return Math.max(low, 0);
    }

    private static Node part(Run run, String part) {
        if (run.node() instanceof Code) {
            return part.isEmpty() ? new Text("") : new Code(part);
        }
        if (run.node() instanceof SoftLineBreak || part.equals("\n")) {
            return new SoftLineBreak();
        }
        if (run.node() instanceof HtmlInline && part.length() == run.text().length()) {
            var html = new HtmlInline();
            html.setLiteral(part);
            return html;
        }
        return new Text(part);
    }

    private static Node copy(Node style) {
        if (style instanceof StrongEmphasis strong) {
            return new StrongEmphasis(strong.getOpeningDelimiter());
        }
        if (style instanceof Emphasis emphasis) {
            return new Emphasis(emphasis.getOpeningDelimiter());
        }
        if (style instanceof Link link) {
            return new Link(link.getDestination(), link.getTitle());
        }
        if (style instanceof Image image) {
            return new Image(image.getDestination(), image.getTitle());
        }
        return new Strikethrough("~~");
    }
}

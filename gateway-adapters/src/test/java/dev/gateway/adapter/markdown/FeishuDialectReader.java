package dev.gateway.adapter.markdown;

import java.util.ArrayList;
import java.util.List;
import org.commonmark.ext.gfm.strikethrough.StrikethroughExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.LinkReferenceDefinition;
import org.commonmark.node.ListItem;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;

/** A reader of Feishu's dialect of Markdown, which refuses what the dialect does not have. */
final class FeishuDialectReader extends AbstractVisitor {

    private static final Parser PARSER =
            Parser.builder()
                    .extensions(
                            List.of(
                                    StrikethroughExtension.builder()
                                            .requireTwoTildes(true)
                                            .build()))
                    .build();

    private final StringBuilder text = new StringBuilder();
    private final StringBuilder outsideCode = new StringBuilder();
    private final List<String> refused = new ArrayList<>();

    private FeishuDialectReader() {}

    static FeishuDialectReader read(String markdown) {
        var reader = new FeishuDialectReader();
        PARSER.parse(CjkEmphasis.mark(markdown)).accept(reader);
        if (!reader.refused.isEmpty()) {
            throw new AssertionError(reader.refused + " in " + markdown);
        }
        return reader;
    }

    String text() {
        return CjkEmphasis.unmark(text.toString());
    }

    String outsideCode() {
        return CjkEmphasis.unmark(outsideCode.toString());
    }

    private void add(String part) {
        text.append(part);
        outsideCode.append(part);
    }

    @Override
    public void visit(Text node) {
        add(node.getLiteral());
    }

    @Override
    public void visit(Code node) {
        text.append(node.getLiteral());
    }

    @Override
    public void visit(FencedCodeBlock node) {
        text.append(node.getLiteral()).append('\n');
    }

    @Override
    public void visit(SoftLineBreak node) {
        add("\n");
    }

    @Override
    public void visit(HardLineBreak node) {
        add("\n");
    }

    @Override
    public void visit(Paragraph node) {
        visitChildren(node);
        add("\n");
    }

    @Override
    public void visit(ListItem node) {
        visitChildren(node);
        add("\n");
    }

    @Override
    public void visit(Heading node) {
        refused.add("heading");
    }

    @Override
    public void visit(HtmlBlock node) {
        refused.add("html " + node.getLiteral());
    }

    @Override
    public void visit(HtmlInline node) {
        refused.add("html " + node.getLiteral());
    }

    @Override
    public void visit(Image node) {
        refused.add("image");
    }

    @Override
    public void visit(IndentedCodeBlock node) {
        refused.add("indented code " + node.getLiteral());
    }

    @Override
    public void visit(LinkReferenceDefinition node) {
        refused.add("definition " + node.getLabel());
    }
}

package dev.gateway.adapter.markdown;

import java.util.List;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.strikethrough.StrikethroughExtension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.Node;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;

/**
 * The parser of CommonMark with tables and strikethrough. The nesting is bounded, so that no input
 * exhausts the stack of a walk through the tree.
 */
final class MarkdownParser {

    private static final Extension STRIKETHROUGH =
            // One tilde means "about".
            StrikethroughExtension.builder().requireTwoTildes(true).build();

    private static final int MOST_CELLS = 20_000;

    static final List<Extension> EXTENSIONS =
            List.of(TablesExtension.builder().maxCells(MOST_CELLS).build(), STRIKETHROUGH);

    private static final int DEEPEST = 24;

    private static final Parser PARSER = parser(EXTENSIONS);
    private static final Parser WITHOUT_TABLES = parser(List.of(STRIKETHROUGH));

    private MarkdownParser() {}

    /** Returns the document of a text. */
    static ParsedMarkdown parse(String markdown) {
        String marked = CjkEmphasis.mark(markdown);
        boolean changed = !marked.equals(markdown);
        Node document = document(marked);
        if (changed) {
            CjkEmphasis.unmark(document);
        }
        return new ParsedMarkdown(document, marked, changed);
    }

    private static Node document(String markdown) {
        try {
            return PARSER.parse(markdown);
        } catch (IllegalArgumentException e) {
            // A table with more cells than the library allows is shown as it was written.
            return WITHOUT_TABLES.parse(markdown);
        }
    }

    private static Parser parser(List<Extension> extensions) {
        return Parser.builder()
                .extensions(extensions)
                .maxOpenBlockParsers(DEEPEST)
                .maxInlineNesting(DEEPEST)
                .includeSourceSpans(IncludeSourceSpans.BLOCKS_AND_INLINES)
                .build();
    }
}

package dev.gateway.adapter.markdown;

import org.commonmark.node.Node;
import org.commonmark.node.SourceSpan;

/**
 * A parsed text.
 *
 * @param document the root of the tree
 * @param parsed the text that the source spans of the tree refer to
 * @param marked whether it has marks for emphasis
 */
record ParsedMarkdown(Node document, String parsed, boolean marked) {

    /** Returns the text of a span as it was written. */
    String source(SourceSpan span) {
        return source(span.getInputIndex(), span.getInputIndex() + span.getLength());
    }

    /** Returns a part of the text as it was written. */
    String source(int from, int to) {
        String text = parsed.substring(from, to);
        return marked ? CjkEmphasis.unmark(text) : text;
    }
}

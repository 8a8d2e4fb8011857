package dev.gateway.adapter.telegram.outgoing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.adapter.markdown.MarkdownSplitter;
import dev.gateway.adapter.markdown.PlainText;
import dev.gateway.adapter.markdown.TelegramHtml;
import dev.gateway.adapter.text.TextSplitter;
import dev.gateway.core.config.TextFormat;
import java.util.List;

/** The form of a text on the wire: HTML for Markdown, anything else as it is. */
final class TextRendering {

    private TextRendering() {}

    /** Returns the size of a text as the server counts it: without its formatting. */
    static int units(String text, TextFormat format) {
        return format == TextFormat.MARKDOWN ? TelegramHtml.units(text) : text.length();
    }

    /** Returns the pieces of a text within a limit, each of which can be formatted by itself. */
    static List<String> split(String text, TextFormat format, int limit) {
        return format == TextFormat.MARKDOWN
                ? new MarkdownSplitter(limit, TelegramHtml::units).split(text)
                : TextSplitter.trimming(limit).split(text);
    }

    /**
     * Puts a text into a call.
     *
     * @param field {@code text} or {@code caption}
     * @param formatted whether to let the server format it; otherwise its markers are left out
     */
    static void put(
            ObjectNode body, String field, String text, TextFormat format, boolean formatted) {
        String shown = format == TextFormat.MARKDOWN ? PlainText.of(text) : text;
        if (format != TextFormat.MARKDOWN || shown.isBlank()) {
            // Markers alone, a ruler for instance, show nothing: the server takes no empty text.
            body.put(field, text);
            return;
        }
        String html = formatted ? TelegramHtml.of(text) : shown;
        body.put(field, html);
        if (formatted && !html.equals(shown)) {
            body.put("parse_mode", "HTML");
        }
    }
}

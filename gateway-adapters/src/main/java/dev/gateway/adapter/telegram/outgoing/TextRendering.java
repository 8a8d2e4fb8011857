package dev.gateway.adapter.telegram.outgoing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.adapter.text.TextSplitter;
import dev.gateway.core.config.TextFormat;
import java.util.List;

/** The form of a text on the wire. */
final class TextRendering {

    private TextRendering() {}

    /** Returns the size of a text as the server counts it: without its formatting. */
    static int units(String text, TextFormat format) {
        return text.length();
    }

    /** Returns the pieces of a text within a limit, each of which can be formatted by itself. */
    static List<String> split(String text, TextFormat format, int limit) {
        return TextSplitter.trimming(limit).split(text);
    }

    /**
     * Puts a text into a call.
     *
     * @param field {@code text} or {@code caption}
     * @param formatted whether to let the server format it; otherwise its markers are left out
     */
    static void put(
            ObjectNode body, String field, String text, TextFormat format, boolean formatted) {
        body.put(field, text);
    }
}

package dev.gateway.adapter.text;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a text where a reader would: between paragraphs, else lines, else words, and only then
 * anywhere, but never inside a character. White space at a cut is dropped, as Telegram would.
 */
public final class ParagraphTextSplitter {

    /** A cut earlier than this part of the room would waste too much of it. */
    private static final int EARLIEST = 4;

    private final int limit;

    /** Pieces of at most {@code limit} UTF-16 units, which is what Telegram counts; at least 2. */
    public ParagraphTextSplitter(int limit) {
        if (limit < 2) {
            throw new IllegalArgumentException("no room for a character: " + limit);
        }
        this.limit = limit;
    }

    /** The pieces in order; one at least, and none blank unless the text is. */
    public List<String> split(String text) {
        if (text.length() <= limit) {
            return List.of(text);
        }
        var pieces = new ArrayList<String>();
        String rest = withoutBlankLines(text);
        while (rest.length() > limit) {
            int end = cut(rest);
            add(pieces, rest.substring(0, end));
            while (end < rest.length() && rest.charAt(end) == ' ') {
                end++;
            }
            rest = withoutBlankLines(rest.substring(end));
        }
        add(pieces, rest);
        return pieces.isEmpty() ? List.of(text.substring(0, limit)) : pieces;
    }

    private static void add(List<String> pieces, String piece) {
        if (!piece.isBlank()) {
            pieces.add(piece.stripTrailing());
        }
    }

    /** Where the first piece ends; the text is longer than the limit. */
    private int cut(String text) {
        // One more, as a separator just behind the piece is dropped anyway.
        String room = text.substring(0, Math.min(text.length(), limit + 1));
        for (String separator : List.of("\n\n", "\n", " ")) {
            int at = room.lastIndexOf(separator);
            if (at >= limit / EARLIEST && at > 0) {
                return at;
            }
        }
        return Character.isHighSurrogate(text.charAt(limit - 1))
                        && Character.isLowSurrogate(text.charAt(limit))
                ? limit - 1
                : limit;
    }

    /** The indentation of the first line that says something stays. */
    private static String withoutBlankLines(String text) {
        int start = 0;
        for (int i = 0; i < text.length() && Character.isWhitespace(text.charAt(i)); i++) {
            if (text.charAt(i) == '\n') {
                start = i + 1;
            }
        }
        return text.substring(start);
    }
}

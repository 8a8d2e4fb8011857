package dev.gateway.adapter.text;

import java.util.ArrayList;
import java.util.List;

/**
 * A splitter of texts into pieces within a platform's limit. It cuts after a paragraph, a line or a
 * word in the later part of a piece, otherwise between two characters.
 */
public final class TextSplitter {

    private static final List<String> PARAGRAPHS_LINES_WORDS = List.of("\n\n", "\n", " ");
    private static final char JOINER = '\u200d';
    private static final int LONGEST_CLUSTER = 32;

    private final int limit;
    private final Measure measure;
    private final Rule rule;

    /** The handling of white space and clusters. */
    private enum Rule {
        TRIMMING,
        GRAPHEMES,
        ANY_WHITE_SPACE
    }

    /** Finds the end of the longest piece that begins at {@code start} and fits. */
    private interface Measure {
        int end(String text, int start, int limit);
    }

    private TextSplitter(int limit, Measure measure, Rule rule) {
        if (limit < 2) {
            throw new IllegalArgumentException("no room for a character: " + limit);
        }
        this.limit = limit;
        this.measure = measure;
        this.rule = rule;
    }

    /** Returns a splitter by UTF-16 units that drops white space at a cut, as Telegram does. */
    public static TextSplitter trimming(int limit) {
        return new TextSplitter(limit, TextSplitter::endOfUnits, Rule.TRIMMING);
    }

    /** Returns a splitter by UTF-16 units that drops nothing and keeps clusters whole. */
    public static TextSplitter graphemes(int limit) {
        return new TextSplitter(limit, TextSplitter::endOfUnits, Rule.GRAPHEMES);
    }

    /**
     * Returns a splitter by UTF-8 bytes in a JSON text within a JSON text, which drops nothing. It
     * takes any white space for the end of a word.
     */
    public static TextSplitter jsonBytes(int limit) {
        return new TextSplitter(limit, TextSplitter::endOfJson, Rule.ANY_WHITE_SPACE);
    }

    /** Returns the pieces in order; at least one, and none blank unless nothing is dropped. */
    public List<String> split(String text) {
        if (room(text, 0) == text.length()) {
            return List.of(text);
        }
        List<String> pieces = new ArrayList<>();
        int start = trims() ? afterBlankLines(text, 0) : 0;
        for (int room = room(text, start); room < text.length(); room = room(text, start)) {
            int end = cut(text, start, room);
            add(pieces, text.substring(start, end));
            start = trims() ? afterGap(text, end) : end;
        }
        add(pieces, text.substring(start));
        return pieces.isEmpty() ? List.of(text.substring(0, room(text, 0))) : pieces;
    }

    private boolean trims() {
        return rule == Rule.TRIMMING;
    }

    private void add(List<String> pieces, String piece) {
        if (!trims()) {
            pieces.add(piece);
        } else if (!piece.isBlank()) {
            pieces.add(piece.stripTrailing());
        }
    }

    /** Returns the end of the longest piece that fits, or of one character if none fits. */
    private int room(String text, int start) {
        int end = measure.end(text, start, limit);
        return end > start || start == text.length()
                ? end
                : start + Character.charCount(text.codePointAt(start));
    }

    private int cut(String text, int start, int room) {
        int earliest = measure.end(text, start, limit / (trims() ? 4 : 2));
        // A separator just after the piece is dropped anyway.
        int last = trims() ? room + 1 : room;
        List<String> separators =
                rule == Rule.ANY_WHITE_SPACE ? List.of("\n") : PARAGRAPHS_LINES_WORDS;
        for (String separator : separators) {
            int at = text.lastIndexOf(separator, last - separator.length());
            if (at >= earliest && (at > start || !trims())) {
                return at + separator.length();
            }
        }
        if (rule == Rule.ANY_WHITE_SPACE) {
            for (int end = room; end > earliest; end--) {
                if (Character.isWhitespace(text.charAt(end - 1))) {
                    return end;
                }
            }
        }
        return betweenCharacters(text, room);
    }

    private int betweenCharacters(String text, int room) {
        int end = room;
        if (rule == Rule.GRAPHEMES) {
            while (room - end < LONGEST_CLUSTER && joined(text, end)) {
                end--;
            }
            if (joined(text, end)) {
                end = room;
            }
        }
        return splitsPair(text, end) ? end - 1 : end;
    }

    /** Returns whether the characters before and after {@code index} are shown as one. */
    private static boolean joined(String text, int index) {
        if (splitsPair(text, index)) {
            return true;
        }
        int next = text.codePointAt(index);
        return text.charAt(index - 1) == JOINER
                || next == JOINER
                || isSkinTone(next)
                || switch (Character.getType(next)) {
                    case Character.NON_SPACING_MARK,
                            Character.ENCLOSING_MARK,
                            Character.COMBINING_SPACING_MARK ->
                            true;
                    default -> false;
                };
    }

    private static boolean splitsPair(String text, int index) {
        return Character.isLowSurrogate(text.charAt(index))
                && Character.isHighSurrogate(text.charAt(index - 1));
    }

    private static boolean isSkinTone(int codePoint) {
        return codePoint >= 0x1F3FB && codePoint <= 0x1F3FF;
    }

    private static int afterGap(String text, int end) {
        int start = end;
        if (text.charAt(end - 1) != '\n') {
            while (start < text.length() && text.charAt(start) == ' ') {
                start++;
            }
        }
        return afterBlankLines(text, start);
    }

    /** Returns the beginning of the first line that is not blank; its indentation stays. */
    private static int afterBlankLines(String text, int from) {
        int start = from;
        for (int i = from; i < text.length() && Character.isWhitespace(text.charAt(i)); i++) {
            if (text.charAt(i) == '\n') {
                start = i + 1;
            }
        }
        return start;
    }

    private static int endOfUnits(String text, int start, int limit) {
        return Math.min(text.length(), start + limit);
    }

    private static int endOfJson(String text, int start, int limit) {
        int bytes = 0;
        int at = start;
        while (at < text.length()) {
            int character = text.codePointAt(at);
            bytes += jsonBytesOf(character);
            if (bytes > limit) {
                break;
            }
            at += Character.charCount(character);
        }
        return at;
    }

    /** Returns the UTF-8 bytes of a character in a JSON text within a JSON text. */
    private static int jsonBytesOf(int character) {
        if (character == '"' || character == '\\') {
            return 4;
        }
        if (character == '\n' || character == '\r' || character == '\t') {
            return 3;
        }
        if (character < 0x20) {
            return 7;
        }
        if (character < 0x80) {
            return 1;
        }
        if (character < 0x800) {
            return 2;
        }
        return character < 0x10000 ? 3 : 4;
    }
}

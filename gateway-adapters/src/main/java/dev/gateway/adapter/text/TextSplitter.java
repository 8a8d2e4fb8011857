package dev.gateway.adapter.text;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A splitter of texts into pieces within a platform's limit. It cuts after a paragraph, a line or a
 * word in the later part of a piece, otherwise between two characters as people see them: an emoji
 * with its skin tone, a flag, a letter with its accents.
 */
public final class TextSplitter {

    private static final List<String> PARAGRAPHS_LINES_WORDS = List.of("\n\n", "\n", " ");

    /** One character as people see it. */
    private static final Pattern CHARACTER = Pattern.compile("\\X");

    /** The longest character to keep whole, in UTF-16 units. */
    private static final int LONGEST_CHARACTER = 32;

    private final int limit;
    private final Measure measure;
    private final Rule rule;

    /** The handling of white space. */
    private enum Rule {
        TRIMMING,
        KEEPING,
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

    /** Returns a splitter by UTF-16 units that drops nothing. */
    public static TextSplitter keeping(int limit) {
        return new TextSplitter(limit, TextSplitter::endOfUnits, Rule.KEEPING);
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
            int end = text.lastIndexOf(separator, last - separator.length()) + separator.length();
            int at = end - separator.length();
            if (at >= earliest && (at > start || !trims()) && endsCharacter(text, end)) {
                return end;
            }
        }
        if (rule == Rule.ANY_WHITE_SPACE) {
            for (int end = room; end > earliest; end--) {
                if (Character.isWhitespace(text.charAt(end - 1)) && endsCharacter(text, end)) {
                    return end;
                }
            }
        }
        return betweenCharacters(text, start, room);
    }

    private static int betweenCharacters(String text, int start, int room) {
        int end = start;
        Matcher characters = CHARACTER.matcher(text).region(start, text.length());
        while (characters.find() && characters.end() <= room) {
            end = characters.end();
        }
        boolean tooLong = end == start || room - end > LONGEST_CHARACTER;
        if (!tooLong) {
            return end;
        }
        return splitsPair(text, room) ? room - 1 : room;
    }

    /** Returns whether a character ends at {@code end}: a mark may sit on a space before it. */
    private static boolean endsCharacter(String text, int end) {
        Matcher character = CHARACTER.matcher(text).region(end - 1, text.length());
        return end == text.length() || character.find() && character.end() == end;
    }

    private static boolean splitsPair(String text, int index) {
        return Character.isLowSurrogate(text.charAt(index))
                && Character.isHighSurrogate(text.charAt(index - 1));
    }

    private static int afterGap(String text, int end) {
        int start = end;
        if (text.charAt(end - 1) != '\n') {
            while (start < text.length()
                    && text.charAt(start) == ' '
                    && endsCharacter(text, start + 1)) {
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

package dev.gateway.adapter.text;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a text into pieces whose request bodies stay within a limit. It cuts behind a line if there
 * is one in the second half of a piece, else behind a word, else between two characters, and never
 * within one.
 */
public final class JsonBytesTextSplitter {

    /** The platform takes text messages with bodies of 150 KB; some of it is the envelope. */
    public static final JsonBytesTextSplitter TEXT =
            new JsonBytesTextSplitter(150 * 1024 - 2 * 1024);

    private final int limit;

    /** A splitter for pieces of so many bytes in the body. */
    JsonBytesTextSplitter(int limit) {
        this.limit = limit;
    }

    /** The pieces in order; together they are the text, cut places included. Never empty. */
    public List<String> split(String text) {
        List<String> pieces = new ArrayList<>();
        int start = 0;
        while (true) {
            int end = end(text, start);
            pieces.add(text.substring(start, end));
            if (end == text.length()) {
                return pieces;
            }
            start = end;
        }
    }

    private int end(String text, int start) {
        int bytes = 0;
        int afterLine = start;
        int afterWord = start;
        int halfway = start;
        int at = start;
        while (at < text.length()) {
            int character = text.codePointAt(at);
            bytes += cost(character);
            if (bytes > limit && at > start) {
                return afterLine > halfway ? afterLine : afterWord > halfway ? afterWord : at;
            }
            at += Character.charCount(character);
            if (character == '\n') {
                afterLine = at;
            } else if (Character.isWhitespace(character)) {
                afterWord = at;
            }
            if (bytes <= limit / 2) {
                halfway = at;
            }
        }
        return at;
    }

    /** What a character takes in a JSON text within a JSON text, as UTF-8. */
    static int cost(int character) {
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

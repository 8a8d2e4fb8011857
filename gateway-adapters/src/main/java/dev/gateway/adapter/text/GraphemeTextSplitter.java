package dev.gateway.adapter.text;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts long texts. The platform refuses more than 16 KiB of UTF-8 and shows pieces of about 2,000
 * characters best; as a UTF-16 unit takes at most three bytes, 2,000 of them stay far below.
 * Nothing is dropped: the pieces joined are the text.
 */
public final class GraphemeTextSplitter {

    static final int MAX_CHARS = 2000;

    private static final char JOINER = '\u200d';
    private static final int LONGEST_CLUSTER = 32;

    private GraphemeTextSplitter() {}

    public static List<String> split(String text) {
        List<String> pieces = new ArrayList<>();
        int start = 0;
        while (text.length() - start > MAX_CHARS) {
            int end = cut(text, start);
            pieces.add(text.substring(start, end));
            start = end;
        }
        pieces.add(text.substring(start));
        return pieces;
    }

    private static int cut(String text, int start) {
        int limit = start + MAX_CHARS;
        int earliest = start + MAX_CHARS / 2;
        for (String separator : List.of("\n\n", "\n", " ")) {
            int at = text.lastIndexOf(separator, limit - separator.length());
            if (at >= earliest) {
                return at + separator.length();
            }
        }
        int end = limit;
        while (limit - end < LONGEST_CLUSTER && joined(text, end)) {
            end--;
        }
        if (joined(text, end)) {
            end = limit;
        }
        return splitsPair(text, end) ? end - 1 : end;
    }

    /** Whether what stands before and behind {@code index} is shown as one character. */
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
}

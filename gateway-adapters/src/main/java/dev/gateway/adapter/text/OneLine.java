package dev.gateway.adapter.text;

/** A platform's words in a message of ours: on one line, and not endless. */
public final class OneLine {

    private static final int LONGEST = 300;

    private OneLine() {}

    /** Returns the text on one line; the rest of a long one is left out. */
    public static String of(String text) {
        String line = text.replaceAll("\\s+", " ").strip();
        return line.codePointCount(0, line.length()) <= LONGEST
                ? line
                : line.substring(0, line.offsetByCodePoints(0, LONGEST)) + "…";
    }
}

package dev.gateway.adapter.text;

/** A platform's text within a message of the gateway: one line of limited length. */
public final class OneLine {

    private static final int LONGEST = 300;

    private OneLine() {}

    /** Returns the text on one line; a long one is cut. */
    public static String of(String text) {
        String line = text.replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
        return line.codePointCount(0, line.length()) <= LONGEST
                ? line
                : line.substring(0, line.offsetByCodePoints(0, LONGEST)) + "…";
    }
}

package dev.gateway.core.adapter;

/** Shortening of a foreign class's message to one line. */
final class OneLineText {

    private static final int MAX_LENGTH = 200;

    private OneLineText() {}

    static String of(String text) {
        String line = text.strip().replaceAll("\\p{Cntrl}+", " ");
        return line.length() <= MAX_LENGTH ? line : line.substring(0, MAX_LENGTH) + "…";
    }
}

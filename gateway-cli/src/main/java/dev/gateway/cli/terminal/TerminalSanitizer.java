package dev.gateway.cli.terminal;

import dev.gateway.core.terminal.DisplayWidth;

/**
 * Text of strangers, made fit to be shown: what people say to a bot must not move the cursor, ring
 * the bell or pretend to be a line of ours.
 */
public final class TerminalSanitizer {

    private TerminalSanitizer() {}

    /** On one line, without control characters. */
    public static String line(String text) {
        var line = new StringBuilder(text.length());
        boolean gap = false;
        for (int i = 0; i < text.length(); ) {
            int character = text.codePointAt(i);
            i += Character.charCount(character);
            if (Character.isWhitespace(character)) {
                gap = line.length() > 0;
            } else if (isShown(character)) {
                line.append(gap ? " " : "").appendCodePoint(character);
                gap = false;
            }
        }
        return line.toString();
    }

    /** On one line of at most {@code most} columns, with an ellipsis where it was cut. */
    public static String line(String text, int most) {
        return DisplayWidth.cut(line(text), most);
    }

    /** As it is with its lines, without other control characters. */
    public static String text(String text) {
        var shown = new StringBuilder(text.length());
        text.codePoints()
                .filter(character -> character == '\n' || character == '\t' || isShown(character))
                .forEach(shown::appendCodePoint);
        return shown.toString();
    }

    private static boolean isShown(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    false;
            // Marks that turn the direction of writing would reorder our own words.
            case Character.FORMAT -> character == 0x200D || character == 0x200C;
            default -> true;
        };
    }
}

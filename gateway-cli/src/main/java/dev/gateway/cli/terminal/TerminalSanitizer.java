package dev.gateway.cli.terminal;

import dev.gateway.core.terminal.DisplayWidth;

/**
 * A filter for text from outside: what people write to a bot must not move the cursor, ring the
 * bell or imitate a line of the gateway.
 */
public final class TerminalSanitizer {

    private TerminalSanitizer() {}

    /** Returns the text on one line, without control characters. */
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

    /** Returns the text on one line of at most {@code most} columns, cut with an ellipsis. */
    public static String line(String text, int most) {
        return DisplayWidth.cut(line(text), most);
    }

    /** Returns the text with its line ends and tabs, without other control characters. */
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
            // Marks that change the writing direction would reorder the text around them.
            case Character.FORMAT -> character == 0x200D || character == 0x200C;
            default -> true;
        };
    }
}

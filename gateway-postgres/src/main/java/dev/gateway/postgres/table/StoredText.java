package dev.gateway.postgres.table;

/**
 * Codec of text for columns: PostgreSQL stores no character 0, but what people and platforms write
 * may contain one. All other text is stored as it is.
 */
public final class StoredText {

    private static final char NUL = '\0';
    private static final char ESCAPE = '\u001a';
    private static final char ESCAPED_NUL = '0';

    private StoredText() {}

    /** Returns the text for a column; null for null. */
    public static String write(String text) {
        if (text == null || text.indexOf(NUL) < 0 && text.indexOf(ESCAPE) < 0) {
            return text;
        }
        var written = new StringBuilder(text.length() + 2);
        for (int i = 0; i < text.length(); i++) {
            char each = text.charAt(i);
            if (each == NUL) {
                written.append(ESCAPE).append(ESCAPED_NUL);
            } else if (each == ESCAPE) {
                written.append(ESCAPE).append(ESCAPE);
            } else {
                written.append(each);
            }
        }
        return written.toString();
    }

    /** Returns the text of a column; null for null. */
    public static String read(String stored) {
        if (stored == null || stored.indexOf(ESCAPE) < 0) {
            return stored;
        }
        var text = new StringBuilder(stored.length());
        for (int i = 0; i < stored.length(); i++) {
            char each = stored.charAt(i);
            if (each == ESCAPE && i + 1 < stored.length()) {
                i++;
                text.append(stored.charAt(i) == ESCAPED_NUL ? NUL : stored.charAt(i));
            } else {
                text.append(each);
            }
        }
        return text.toString();
    }
}

package dev.gateway.sim.telegram.protocol;

/** The parser of {@code parse_mode=Markdown}: no nesting; a marker without its end is an error. */
final class LegacyMarkdownParser {

    private static final String SPECIAL = "_*`[";

    private LegacyMarkdownParser() {}

    static String visible(String text) throws TelegramException {
        StringBuilder seen = new StringBuilder();
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            boolean escape =
                    c == '\\' && i + 1 < text.length() && SPECIAL.indexOf(text.charAt(i + 1)) >= 0;
            if (escape) {
                seen.append(text.charAt(i + 1));
                i += 2;
            } else if (SPECIAL.indexOf(c) < 0) {
                seen.append(c);
                i++;
            } else {
                i = entity(text, i, seen);
            }
        }
        return seen.toString();
    }

    private static int entity(String text, int start, StringBuilder seen) throws TelegramException {
        char c = text.charAt(start);
        String marker = text.startsWith("```", start) ? "```" : c == '[' ? "]" : String.valueOf(c);
        int content = start + (marker.equals("]") ? 1 : marker.length());
        int end = text.indexOf(marker, content);
        if (end < 0) {
            throw TelegramException.unparsable(
                    "Can't find end of the entity starting at byte offset "
                            + Utf8Offset.of(text, start));
        }
        seen.append(text, content, end);
        int after = end + marker.length();
        if (c == '[' && text.startsWith("(", after)) {
            int close = text.indexOf(')', after);
            return close < 0 ? after : close + 1;
        }
        return after;
    }
}

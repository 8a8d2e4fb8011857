package dev.gateway.sim.telegram.protocol;

import java.util.Map;

/** The parser of {@code parse_mode=Markdown}: no nesting; a marker without its end is an error. */
final class LegacyMarkdownParser {

    private static final String SPECIAL = "_*`[";

    private final String text;
    private final FormattedTextBuilder seen = new FormattedTextBuilder();

    private LegacyMarkdownParser(String text) {
        this.text = text;
    }

    static FormattedText parse(String text) throws TelegramException {
        LegacyMarkdownParser parser = new LegacyMarkdownParser(text);
        int i = 0;
        while (i < text.length()) {
            i = parser.step(i);
        }
        return parser.seen.build();
    }

    private int step(int i) throws TelegramException {
        char c = text.charAt(i);
        if (c == '\\' && i + 1 < text.length() && SPECIAL.indexOf(text.charAt(i + 1)) >= 0) {
            seen.append(text.charAt(i + 1));
            return i + 2;
        }
        if (SPECIAL.indexOf(c) < 0) {
            seen.append(c);
            return i + 1;
        }
        return entity(i);
    }

    private int entity(int start) throws TelegramException {
        char c = text.charAt(start);
        String marker = text.startsWith("```", start) ? "```" : c == '[' ? "]" : String.valueOf(c);
        int content = start + (marker.equals("]") ? 1 : marker.length());
        CodeLanguage language = CodeLanguage.at(text, content);
        if (marker.equals("```")) {
            content = language.end();
        }
        int end = text.indexOf(marker, content);
        if (end < 0) {
            throw TelegramException.unparsable(
                    "Can't find end of the entity starting at byte offset "
                            + Utf8Offset.of(text, start));
        }
        int offset = seen.length();
        seen.append(text.substring(content, end));
        int after = end + marker.length();
        switch (marker) {
            case "_" -> seen.entity("italic", offset, Map.of());
            case "*" -> seen.entity("bold", offset, Map.of());
            case "`" -> seen.entity("code", offset, Map.of());
            case "```" -> seen.entity("pre", offset, language.extra());
            default -> {
                int close = text.startsWith("(", after) ? text.indexOf(')', after) : -1;
                if (text.startsWith("(", after)) {
                    int urlEnd = close < 0 ? text.length() : close;
                    seen.entity(
                            "text_link", offset, Map.of("url", text.substring(after + 1, urlEnd)));
                    return Math.min(text.length(), urlEnd + 1);
                }
            }
        }
        return after;
    }
}

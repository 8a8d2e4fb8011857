package dev.gateway.sim.telegram.protocol;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;

/**
 * The parser of {@code parse_mode=MarkdownV2}: entities nest, and every reserved character has to
 * be escaped.
 */
final class MarkdownV2Parser {

    private static final String RESERVED = "_*[]()~`>#+-=|{}.!";
    private static final Map<String, String> NAMES =
            Map.of(
                    "*", "Bold",
                    "_", "Italic",
                    "__", "Underline",
                    "~", "Strikethrough",
                    "||", "Spoiler",
                    "`", "Code",
                    "```", "Pre",
                    "[", "TextUrl");

    private final String text;
    private final StringBuilder seen = new StringBuilder();
    private final Deque<Open> open = new ArrayDeque<>();
    private int at;

    private MarkdownV2Parser(String text) {
        this.text = text;
    }

    private record Open(String marker, int start) {}

    static String visible(String text) throws TelegramException {
        MarkdownV2Parser parser = new MarkdownV2Parser(text);
        while (parser.at < text.length()) {
            parser.step();
        }
        if (!parser.open.isEmpty()) {
            Open unfinished = parser.open.peek();
            throw TelegramException.unparsable(
                    "Can't find end of %s entity at byte offset %d"
                            .formatted(
                                    NAMES.get(unfinished.marker()),
                                    Utf8Offset.of(text, unfinished.start())));
        }
        return parser.seen.toString();
    }

    private void step() throws TelegramException {
        char c = text.charAt(at);
        if (c == '\\' && at + 1 < text.length() && text.charAt(at + 1) < 127) {
            seen.append(text.charAt(at + 1));
            at += 2;
        } else if (inCode() && !text.startsWith(open.element().marker(), at)
                || RESERVED.indexOf(c) < 0) {
            seen.append(c);
            at++;
        } else if (c == '>' && (at == 0 || text.charAt(at - 1) == '\n')
                || c == '!' && text.startsWith("[", at + 1)) {
            at++;
        } else if (c == ']' && topIs("[")) {
            link();
        } else {
            toggle(marker(c));
        }
    }

    private boolean inCode() {
        return topIs("`") || topIs("```");
    }

    private boolean topIs(String marker) {
        return !open.isEmpty() && open.element().marker().equals(marker);
    }

    private String marker(char c) throws TelegramException {
        if (text.startsWith("```", at) || text.startsWith("__", at) || text.startsWith("||", at)) {
            return text.startsWith("```", at) ? "```" : text.substring(at, at + 2);
        }
        if (!NAMES.containsKey(String.valueOf(c))) {
            throw TelegramException.unparsable(
                    "Character '"
                            + c
                            + "' is reserved and must be escaped with the preceding '\\'");
        }
        return String.valueOf(c);
    }

    private void toggle(String marker) {
        if (topIs(marker)) {
            open.pop();
        } else {
            open.push(new Open(marker, at));
        }
        at += marker.length();
    }

    private void link() {
        open.pop();
        at++;
        int close = text.startsWith("(", at) ? text.indexOf(')', at) : -1;
        at = close < 0 ? at : close + 1;
    }
}

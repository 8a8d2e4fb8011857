package dev.gateway.sim.telegram.protocol;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Set;

/** The parser of {@code parse_mode=HTML}: a fixed set of tags, each with its end. */
final class HtmlMarkupParser {

    private static final Set<String> TAGS =
            Set.of(
                    "b",
                    "strong",
                    "i",
                    "em",
                    "u",
                    "ins",
                    "s",
                    "strike",
                    "del",
                    "span",
                    "a",
                    "code",
                    "pre",
                    "blockquote",
                    "tg-spoiler",
                    "tg-emoji");

    private HtmlMarkupParser() {}

    static String visible(String text) throws TelegramException {
        StringBuilder seen = new StringBuilder();
        Deque<String> open = new ArrayDeque<>();
        int i = 0;
        while (i < text.length()) {
            if (text.charAt(i) != '<') {
                seen.append(text.charAt(i));
                i++;
                continue;
            }
            int end = text.indexOf('>', i);
            if (end < 0) {
                throw TelegramException.unparsable(
                        "Unclosed start tag at byte offset " + Utf8Offset.of(text, i));
            }
            tag(text, i, text.substring(i + 1, end), open);
            i = end + 1;
        }
        if (!open.isEmpty()) {
            throw TelegramException.unparsable(
                    "Can't find end tag corresponding to start tag \"" + open.peek() + "\"");
        }
        return decode(seen.toString());
    }

    private static void tag(String text, int at, String inside, Deque<String> open)
            throws TelegramException {
        int offset = Utf8Offset.of(text, at);
        if (!inside.startsWith("/")) {
            String name = inside.split("[\\s>]", 2)[0].toLowerCase(Locale.ROOT);
            if (!TAGS.contains(name)) {
                throw TelegramException.unparsable(
                        "Unsupported start tag \"" + name + "\" at byte offset " + offset);
            }
            open.push(name);
            return;
        }
        if (open.isEmpty()) {
            throw TelegramException.unparsable("Unexpected end tag at byte offset " + offset);
        }
        String expected = open.pop();
        String name = inside.substring(1).trim().toLowerCase(Locale.ROOT);
        if (!name.equals(expected)) {
            throw TelegramException.unparsable(
                    "Unmatched end tag at byte offset %d, expected \"</%s>\", found \"</%s>\""
                            .formatted(offset, expected, name));
        }
    }

    private static String decode(String text) {
        return text.replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&amp;", "&");
    }
}

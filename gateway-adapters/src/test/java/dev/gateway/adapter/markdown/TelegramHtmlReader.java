package dev.gateway.adapter.markdown;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A strict reader of the HTML that Telegram takes. It refuses what the server refuses (unknown or
 * unclosed tags, unknown entities) and what it would silently leave out (styles around code,
 * quotations in quotations, links in links, addresses with another scheme).
 */
final class TelegramHtmlReader {

    private static final Pattern TOKEN =
            Pattern.compile("</([a-z]+)>|<([a-z]+)((?: [a-z]+=\"[^\"<>]*\")?)>|&([a-z]+);|[^<>&]");
    private static final Set<String> TAGS =
            Set.of("b", "i", "u", "s", "a", "code", "pre", "blockquote");
    private static final Map<String, String> ENTITIES =
            Map.of("lt", "<", "gt", ">", "amp", "&", "quot", "\"");

    private final StringBuilder text = new StringBuilder();
    private final StringBuilder outsideCode = new StringBuilder();
    private final List<String> languages = new ArrayList<>();
    private final List<String> codes = new ArrayList<>();
    private final Deque<String> open = new ArrayDeque<>();

    private TelegramHtmlReader() {}

    static TelegramHtmlReader read(String html) {
        var reader = new TelegramHtmlReader();
        Matcher token = TOKEN.matcher(html);
        int at = 0;
        while (at < html.length()) {
            if (!token.find(at) || token.start() != at) {
                throw new AssertionError("can't parse entities at " + at + ": " + html);
            }
            reader.take(token);
            at = token.end();
        }
        if (!reader.open.isEmpty()) {
            throw new AssertionError("can't find end tag of " + reader.open + ": " + html);
        }
        return reader;
    }

    String text() {
        return text.toString();
    }

    String outsideCode() {
        return outsideCode.toString();
    }

    List<String> languages() {
        return languages;
    }

    /** Returns the blocks of code. */
    List<String> codes() {
        return codes;
    }

    private void take(Matcher token) {
        if (token.group(1) != null) {
            if (open.isEmpty() || !open.pop().equals(token.group(1))) {
                throw new AssertionError("unexpected end tag " + token.group());
            }
        } else if (token.group(2) != null) {
            begin(token.group(2), token.group(3));
        } else if (token.group(4) != null) {
            String character = ENTITIES.get(token.group(4));
            if (character == null) {
                throw new AssertionError("unknown entity " + token.group());
            }
            add(character);
        } else {
            add(token.group());
        }
    }

    private void add(String character) {
        text.append(character);
        if (open.contains("pre")) {
            codes.set(codes.size() - 1, codes.get(codes.size() - 1) + character);
        } else if (!open.contains("code")) {
            outsideCode.append(character);
        }
    }

    private void begin(String tag, String attribute) {
        if (!TAGS.contains(tag) || open.contains(tag)) {
            throw new AssertionError("unsupported start tag " + tag + " in " + open);
        }
        boolean ok =
                switch (tag) {
                    case "code" ->
                            open.isEmpty()
                                    || open.peek().equals("blockquote") && attribute.isEmpty()
                                    || open.peek().equals("pre")
                                            && attribute.startsWith(" class=\"language-");
                    case "pre" -> open.isEmpty() || open.peek().equals("blockquote");
                    case "a" -> attribute.matches(" href=\"(https?|tg|mailto):[^\"]+\"");
                    case "blockquote" -> open.isEmpty();
                    default -> !open.contains("code") && !open.contains("pre");
                };
        if (!ok || !"code a".contains(tag) && !attribute.isEmpty()) {
            throw new AssertionError(tag + attribute + " in " + open);
        }
        if (tag.equals("pre")) {
            codes.add("");
        }
        if (tag.equals("code") && !attribute.isEmpty()) {
            languages.add(
                    attribute.substring(" class=\"language-".length(), attribute.length() - 1));
        }
        open.push(tag);
    }
}

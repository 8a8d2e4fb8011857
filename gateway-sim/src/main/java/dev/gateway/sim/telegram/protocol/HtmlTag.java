package dev.gateway.sim.telegram.protocol;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A start tag with its attributes. Not thread-safe. */
final class HtmlTag {

    private static final Map<String, String> TYPES =
            Map.ofEntries(
                    Map.entry("b", "bold"),
                    Map.entry("strong", "bold"),
                    Map.entry("i", "italic"),
                    Map.entry("em", "italic"),
                    Map.entry("u", "underline"),
                    Map.entry("ins", "underline"),
                    Map.entry("s", "strikethrough"),
                    Map.entry("strike", "strikethrough"),
                    Map.entry("del", "strikethrough"),
                    Map.entry("span", "spoiler"),
                    Map.entry("tg-spoiler", "spoiler"),
                    Map.entry("a", "text_link"),
                    Map.entry("code", "code"),
                    Map.entry("pre", "pre"),
                    Map.entry("blockquote", "blockquote"),
                    Map.entry("tg-emoji", "custom_emoji"));

    private final String text;
    private final int start;
    private final Map<String, String> attributes = new HashMap<>();
    private String name = "";
    private Optional<String> language = Optional.empty();
    private int at;

    private HtmlTag(String text, int start) {
        this.text = text;
        this.start = start;
    }

    /** Reads the tag that starts at an index. */
    static HtmlTag at(String text, int start) throws TelegramException {
        HtmlTag tag = new HtmlTag(text, start);
        tag.read();
        return tag;
    }

    String name() {
        return name;
    }

    /** Returns the index behind the tag. */
    int end() {
        return at;
    }

    Optional<String> attribute(String wanted) {
        return Optional.ofNullable(attributes.get(wanted));
    }

    /** Returns the language of a code block. */
    Optional<String> language() {
        return language;
    }

    void language(String found) {
        language = Optional.of(found);
    }

    /** Returns the type of the entity that the tag stands for. */
    String entityType() {
        boolean expandable = name.equals("blockquote") && attributes.containsKey("expandable");
        return expandable ? "expandable_blockquote" : TYPES.get(name);
    }

    private void read() throws TelegramException {
        at = start + 1;
        while (!ended() && !Character.isWhitespace(current()) && current() != '>') {
            at++;
        }
        name = text.substring(start + 1, at).toLowerCase(Locale.ROOT);
        if (ended()) {
            throw unclosed();
        }
        if (!TYPES.containsKey(name)) {
            throw error("Unsupported start tag \"" + name + "\" at byte offset ");
        }
        skipSpace();
        while (current() != '>') {
            attribute();
            skipSpace();
        }
        at++;
        if (name.equals("span") && !"tg-spoiler".equals(attributes.get("class"))) {
            throw error("Tag \"span\" must have class \"tg-spoiler\" at byte offset ");
        }
    }

    private void attribute() throws TelegramException {
        int begin = at;
        while (!ended() && !Character.isWhitespace(current()) && "=>".indexOf(current()) < 0) {
            at++;
        }
        String key = text.substring(begin, at).toLowerCase(Locale.ROOT);
        if (key.isEmpty()) {
            throw error("Empty attribute name in the tag \"" + name + "\" at byte offset ");
        }
        skipSpace();
        if (current() != '=') {
            attributes.put(key, "");
            return;
        }
        at++;
        skipSpace();
        attributes.put(key, HtmlCharacter.decode(value()));
    }

    private String value() throws TelegramException {
        char quote = current();
        int begin = at;
        if (quote != '"' && quote != '\'') {
            while (!ended() && !Character.isWhitespace(current()) && current() != '>') {
                at++;
            }
            return text.substring(begin, at);
        }
        int end = text.indexOf(quote, at + 1);
        if (end < 0) {
            throw unclosed();
        }
        at = end + 1;
        return text.substring(begin + 1, end);
    }

    private void skipSpace() throws TelegramException {
        while (!ended() && Character.isWhitespace(current())) {
            at++;
        }
        if (ended()) {
            throw unclosed();
        }
    }

    private boolean ended() {
        return at >= text.length();
    }

    private char current() {
        return text.charAt(at);
    }

    private TelegramException unclosed() {
        return error("Unclosed start tag at byte offset ");
    }

    private TelegramException error(String reason) {
        return TelegramException.unparsable(reason + Utf8Offset.of(text, start));
    }
}

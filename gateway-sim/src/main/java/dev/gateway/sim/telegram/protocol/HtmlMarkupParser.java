package dev.gateway.sim.telegram.protocol;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The parser of {@code parse_mode=HTML}: a fixed set of tags, each with its end. */
final class HtmlMarkupParser {

    private static final String LANGUAGE = "language-";

    private final String text;
    private final FormattedTextBuilder seen = new FormattedTextBuilder();
    private final Deque<Open> open = new ArrayDeque<>();

    private HtmlMarkupParser(String text) {
        this.text = text;
    }

    private record Open(HtmlTag tag, int offset) {}

    static FormattedText parse(String text) throws TelegramException {
        HtmlMarkupParser parser = new HtmlMarkupParser(text);
        int i = 0;
        while (i < text.length()) {
            i = parser.step(i);
        }
        if (!parser.open.isEmpty()) {
            throw TelegramException.unparsable(
                    "Can't find end tag corresponding to start tag \""
                            + parser.open.element().tag().name()
                            + "\"");
        }
        return parser.seen.build();
    }

    private int step(int i) throws TelegramException {
        char c = text.charAt(i);
        if (c == '&') {
            HtmlCharacter character = HtmlCharacter.at(text, i);
            seen.append(character.value());
            return character.end();
        }
        if (c != '<') {
            seen.append(c);
            return i + 1;
        }
        if (text.startsWith("/", i + 1)) {
            return endTag(i);
        }
        HtmlTag tag = HtmlTag.at(text, i);
        open.push(new Open(tag, seen.length()));
        return tag.end();
    }

    private int endTag(int start) throws TelegramException {
        int offset = Utf8Offset.of(text, start);
        if (open.isEmpty()) {
            throw TelegramException.unparsable("Unexpected end tag at byte offset " + offset);
        }
        int close = text.indexOf('>', start);
        if (close < 0) {
            throw TelegramException.unparsable("Unclosed end tag at byte offset " + offset);
        }
        String name = text.substring(start + 2, close).trim().toLowerCase(Locale.ROOT);
        Open ended = open.pop();
        if (!name.isEmpty() && !name.equals(ended.tag().name())) {
            throw TelegramException.unparsable(
                    "Unmatched end tag at byte offset %d, expected \"</%s>\", found \"</%s>\""
                            .formatted(offset, ended.tag().name(), name));
        }
        finish(ended);
        return close + 1;
    }

    private void finish(Open ended) {
        HtmlTag tag = ended.tag();
        String type = tag.entityType();
        Map<String, String> extra = Map.of();
        switch (type) {
            case "code" -> {
                boolean block =
                        !open.isEmpty()
                                && open.element().tag().name().equals("pre")
                                && open.element().offset() == ended.offset();
                if (block) {
                    language(tag).ifPresent(name -> open.element().tag().language(name));
                    return;
                }
            }
            case "pre" -> extra = tag.language().map(n -> Map.of("language", n)).orElse(extra);
            case "text_link" -> {
                String url = tag.attribute("href").orElseGet(() -> seen.from(ended.offset()));
                if (url.isBlank()) {
                    return;
                }
                extra = Map.of("url", url);
            }
            case "custom_emoji" ->
                    extra = Map.of("custom_emoji_id", tag.attribute("emoji-id").orElse("0"));
            default -> {}
        }
        seen.entity(type, ended.offset(), extra);
    }

    private static Optional<String> language(HtmlTag code) {
        return code.attribute("class")
                .filter(name -> name.startsWith(LANGUAGE))
                .map(name -> name.substring(LANGUAGE.length()));
    }
}

package dev.gateway.sim.telegram.protocol;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;

/**
 * The parser of {@code parse_mode=MarkdownV2}: entities nest, and every reserved character has to
 * be escaped.
 */
final class MarkdownV2Parser {

    private static final String RESERVED = "_*[]()~`>#+-=|{}.!\n";

    private final String text;
    private final FormattedTextBuilder seen = new FormattedTextBuilder();
    private final Deque<Open> open = new ArrayDeque<>();
    private boolean quoted;
    private int at;

    private MarkdownV2Parser(String text) {
        this.text = text;
    }

    /** The kinds of entities, with the names in errors and in messages. */
    private enum Kind {
        BOLD("*", "Bold", "bold"),
        ITALIC("_", "Italic", "italic"),
        UNDERLINE("__", "Underline", "underline"),
        STRIKETHROUGH("~", "Strikethrough", "strikethrough"),
        SPOILER("||", "Spoiler", "spoiler"),
        CODE("`", "Code", "code"),
        PRE("```", "Pre", "pre"),
        LINK("]", "TextUrl", "text_link"),
        EMOJI("]", "CustomEmoji", "custom_emoji"),
        QUOTE("\n", "BlockQuote", "blockquote");

        private final String end;
        private final String error;
        private final String type;

        Kind(String end, String error, String type) {
            this.end = end;
            this.error = error;
            this.type = type;
        }
    }

    private record Open(Kind kind, int start, int offset, Map<String, String> extra) {}

    static FormattedText parse(String text) throws TelegramException {
        MarkdownV2Parser parser = new MarkdownV2Parser(text);
        while (parser.at < text.length()) {
            parser.step();
        }
        if (parser.topIs(Kind.QUOTE)) {
            parser.close();
        }
        if (!parser.open.isEmpty()) {
            throw parser.unfinished();
        }
        return parser.seen.build();
    }

    private void step() throws TelegramException {
        char c = text.charAt(at);
        if (c == '\\' && at + 1 < text.length() && text.charAt(at + 1) < 127) {
            seen.append(text.charAt(at + 1));
            at += 2;
        } else if (inCode() ? c != '`' : RESERVED.indexOf(c) < 0) {
            seen.append(c);
            at++;
        } else if (endsTop(c)) {
            end(c);
        } else if (c == '\n') {
            lineBreak();
        } else {
            begin(kind(c));
        }
    }

    private boolean endsTop(char c) {
        if (open.isEmpty()) {
            return false;
        }
        if (quoted && c == '\n' && !text.startsWith(">", at + 1)) {
            return true;
        }
        Kind top = open.element().kind();
        if (top == Kind.ITALIC && text.startsWith("__", at)) {
            return false;
        }
        return top != Kind.QUOTE && text.startsWith(top.end, at);
    }

    private void lineBreak() {
        seen.append('\n');
        at++;
        if (text.startsWith(">", at)) {
            if (!quoted) {
                begin(Kind.QUOTE);
            } else {
                at++;
            }
        }
    }

    private Kind kind(char c) throws TelegramException {
        if (text.startsWith("```", at)) {
            return Kind.PRE;
        }
        if (text.startsWith("__", at)) {
            return Kind.UNDERLINE;
        }
        if (text.startsWith("||", at)) {
            return Kind.SPOILER;
        }
        if (text.startsWith("![", at)) {
            return Kind.EMOJI;
        }
        return switch (c) {
            case '_' -> Kind.ITALIC;
            case '*' -> Kind.BOLD;
            case '~' -> Kind.STRIKETHROUGH;
            case '`' -> Kind.CODE;
            case '[' -> Kind.LINK;
            case '>' -> {
                if (at > 0) {
                    throw reserved(c);
                }
                yield Kind.QUOTE;
            }
            default -> throw reserved(c);
        };
    }

    private static TelegramException reserved(char c) {
        return TelegramException.unparsable(
                "Character '" + c + "' is reserved and must be escaped with the preceding '\\'");
    }

    private void begin(Kind kind) {
        int start = at;
        Map<String, String> extra = Map.of();
        switch (kind) {
            case PRE -> {
                CodeLanguage language = CodeLanguage.at(text, at + 3);
                extra = language.extra();
                at = language.end();
            }
            case EMOJI -> at += 2;
            case LINK -> at++;
            case QUOTE -> {
                quoted = true;
                at++;
            }
            default -> at += kind.end.length();
        }
        open.push(new Open(kind, start, seen.length(), extra));
    }

    private void end(char c) throws TelegramException {
        Kind kind = open.element().kind();
        if (c == '\n' && kind != Kind.QUOTE) {
            throw unfinished();
        }
        at += kind.end.length();
        switch (kind) {
            case LINK, EMOJI -> link(open.pop());
            case QUOTE -> {
                close();
                seen.append('\n');
            }
            default -> close();
        }
    }

    /** Ends the innermost entity. */
    private void close() {
        Open ended = open.pop();
        quoted &= ended.kind() != Kind.QUOTE;
        seen.entity(ended.kind().type, ended.offset(), ended.extra());
    }

    private void link(Open label) throws TelegramException {
        String url = text.startsWith("(", at) ? address(label.kind()) : seen.from(label.offset());
        if (label.kind() == Kind.EMOJI) {
            if (!url.startsWith("tg://emoji?id=")) {
                throw TelegramException.unparsable(
                        "Custom emoji entity must contain a tg://emoji URL");
            }
            seen.entity(
                    "custom_emoji",
                    label.offset(),
                    Map.of("custom_emoji_id", url.substring(url.indexOf('=') + 1)));
        } else if (!url.isBlank()) {
            seen.entity(label.kind().type, label.offset(), Map.of("url", url));
        }
    }

    private String address(Kind kind) throws TelegramException {
        int begin = at + 1;
        StringBuilder url = new StringBuilder();
        for (at = begin; at < text.length() && text.charAt(at) != ')'; at++) {
            if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                at++;
            }
            url.append(text.charAt(at));
        }
        if (at >= text.length()) {
            throw TelegramException.unparsable(
                    "Can't find end of a %sURL at byte offset %d"
                            .formatted(
                                    kind == Kind.EMOJI ? "custom emoji " : "",
                                    Utf8Offset.of(text, begin)));
        }
        at++;
        return url.toString();
    }

    private boolean inCode() {
        return topIs(Kind.CODE) || topIs(Kind.PRE);
    }

    private boolean topIs(Kind kind) {
        return !open.isEmpty() && open.element().kind() == kind;
    }

    private TelegramException unfinished() {
        Open entity = open.element();
        boolean named = entity.kind() == Kind.PRE && !entity.extra().isEmpty();
        return TelegramException.unparsable(
                "Can't find end of %s entity at byte offset %d"
                        .formatted(
                                named ? "PreCode" : entity.kind().error,
                                Utf8Offset.of(text, entity.start())));
    }
}

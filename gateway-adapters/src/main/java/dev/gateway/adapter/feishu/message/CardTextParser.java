package dev.gateway.adapter.feishu.message;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * A parser of cards: what a person reads on one, line by line. Cards have several forms, depending
 * on their version and on whether the platform simplified them; the walk follows the names that all
 * of them share.
 */
final class CardTextParser {

    private static final String NO_TEXT = "[card]";

    /** The words that the platform delivers in place of a card of the second version. */
    private static final String IN_PLACE = "请升级至最新版本客户端";

    private static final int MAX_LINES = 200;
    private static final int MAX_DEPTH = 40;

    private static final Set<String> TEXTS =
            Set.of("plain_text", "lark_md", "markdown", "md", "text", "button", "a", "at", "note");
    private static final String[] CHILDREN = {
        "header",
        "title",
        "subtitle",
        "text",
        "content",
        "label",
        "placeholder",
        "options",
        "body",
        "elements",
        "fields",
        "actions",
        "columns",
        "rows"
    };

    private final MentionResolver mentions;
    private final Collection<String> lines = new LinkedHashSet<>();

    private CardTextParser(MentionResolver mentions) {
        this.mentions = mentions;
    }

    /** Returns the text of a card; {@code [card]} if it has none. */
    static String parse(JsonNode card, MentionResolver mentions) {
        var parser = new CardTextParser(mentions);
        if (card.path("title").isTextual()) {
            parser.add(card.path("title").asText());
        }
        parser.visit(card, 0);
        return parser.lines.isEmpty() ? NO_TEXT : NO_TEXT + "\n" + String.join("\n", parser.lines);
    }

    /** Returns whether a text is that of a card whose content the event does not hold. */
    static boolean lacksContent(String text) {
        return text.equals(NO_TEXT) || text.startsWith(NO_TEXT) && text.contains(IN_PLACE);
    }

    private void visit(JsonNode node, int depth) {
        if (depth > MAX_DEPTH || lines.size() >= MAX_LINES) {
            return;
        }
        if (node.isArray()) {
            if (!node.isEmpty() && isParagraph(node)) {
                paragraph(node);
                return;
            }
            node.forEach(child -> visit(child, depth + 1));
            return;
        }
        if (!node.isObject()) {
            return;
        }
        String tag = node.path("tag").asText();
        if (TEXTS.contains(tag)) {
            add(text(node));
        }
        if (tag.equals("button")) {
            return;
        }
        for (String name : CHILDREN) {
            if (node.path(name).isContainerNode()) {
                visit(node.path(name), depth + 1);
            }
        }
    }

    /** Returns whether a list is one line of text pieces, as in the simplified form. */
    private static boolean isParagraph(JsonNode list) {
        for (JsonNode piece : list) {
            if (!piece.path("tag").asText().matches("text|a|at|img|emotion")
                    || piece.path("text").isContainerNode()) {
                return false;
            }
        }
        return true;
    }

    private void paragraph(JsonNode pieces) {
        var line = new StringBuilder();
        pieces.forEach(piece -> line.append(text(piece)));
        add(line.toString());
    }

    private String text(JsonNode node) {
        JsonNode text = node.path("text");
        String label = text.isObject() ? text.path("content").asText("") : text.asText("");
        String shown = label.isEmpty() ? node.path("content").asText("") : label;
        return switch (node.path("tag").asText()) {
            case "a" -> RichTextParser.link(shown, node.path("href").asText());
            case "at" -> "@" + node.path("user_name").asText(node.path("user_id").asText());
            case "emotion" -> "[" + node.path("emoji_type").asText() + "]";
            case "img" -> "[image]";
            case "button" -> shown.isBlank() ? "" : "[button: " + shown.strip() + "]";
            default -> shown;
        };
    }

    private void add(String line) {
        String shown = mentions.resolve(line);
        if (!shown.isEmpty()) {
            lines.add(shown);
        }
    }
}

package dev.gateway.adapter.telegram.message;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The text of a rich message, which clients send for pasted formatted text. Blocks become
 * paragraphs in Markdown's simple forms; a kind that this version does not know contributes all its
 * texts.
 */
final class RichMessageText {

    private static final List<String> NESTED = List.of("summary", "text", "blocks", "caption");

    private RichMessageText() {}

    /** Returns the text of a {@code rich_message}; empty if it has none. */
    static String of(JsonNode richMessage) {
        return blocks(richMessage.path("blocks"));
    }

    private static String blocks(JsonNode blocks) {
        List<String> paragraphs = new ArrayList<>();
        for (JsonNode block : blocks) {
            String text = block(block).strip();
            if (!text.isEmpty()) {
                paragraphs.add(text);
            }
        }
        return String.join("\n\n", paragraphs);
    }

    private static String block(JsonNode block) {
        return switch (block.path("type").asText("")) {
            case "heading" ->
                    "#".repeat(Math.max(1, Math.min(6, block.path("size").asInt(1))))
                            + " "
                            + inline(block.path("text"));
            case "pre" ->
                    "```"
                            + block.path("language").asText("")
                            + "\n"
                            + inline(block.path("text"))
                            + "\n```";
            case "divider" -> "---";
            case "mathematical_expression" -> block.path("expression").asText("");
            case "anchor" -> "";
            case "list" -> list(block.path("items"));
            case "blockquote", "expandable_blockquote", "pullquote" -> quotation(block);
            case "table" -> table(block);
            case "map" -> ContentPlaceholder.location("map", block.path("location"));
            case "buttons" -> buttons(block.path("buttons"));
            case "photo", "video", "audio", "animation", "document", "voice_note" -> media(block);
            default -> nested(block);
        };
    }

    private static String nested(JsonNode block) {
        List<String> parts = new ArrayList<>();
        for (String field : NESTED) {
            JsonNode value = block.path(field);
            String text =
                    switch (field) {
                        case "blocks" -> blocks(value);
                        case "caption" -> caption(value);
                        default -> inline(value);
                    };
            if (!text.isBlank()) {
                parts.add(text);
            }
        }
        return String.join("\n\n", parts);
    }

    private static String list(JsonNode items) {
        List<String> lines = new ArrayList<>();
        for (JsonNode item : items) {
            String label = item.path("label").asText("").strip();
            if (item.path("has_checkbox").asBoolean()) {
                label = item.path("is_checked").asBoolean() ? "☑" : "☐";
            }
            String text = blocks(item.path("blocks")).replace("\n", "\n  ");
            lines.add((label.isEmpty() ? "-" : label) + " " + text);
        }
        return String.join("\n", lines);
    }

    private static String quotation(JsonNode block) {
        String said =
                block.has("blocks") ? blocks(block.path("blocks")) : inline(block.path("text"));
        String credit = inline(block.path("credit"));
        return ("> " + said.replace("\n", "\n> ")) + (credit.isBlank() ? "" : "\n> — " + credit);
    }

    private static String table(JsonNode block) {
        List<String> rows = new ArrayList<>();
        for (JsonNode row : block.path("cells")) {
            List<String> cells = new ArrayList<>();
            row.forEach(cell -> cells.add(inline(cell.path("text")).replace("\n", " ")));
            rows.add("| " + String.join(" | ", cells) + " |");
        }
        String caption = inline(block.path("caption"));
        return (caption.isBlank() ? "" : caption + "\n") + String.join("\n", rows);
    }

    private static String buttons(JsonNode buttons) {
        List<String> labels = new ArrayList<>();
        buttons.forEach(button -> labels.add("[" + inline(button.path("text")) + "]"));
        return String.join(" ", labels);
    }

    private static String media(JsonNode block) {
        String caption = caption(block.path("caption"));
        String kind = "[" + block.path("type").asText().replace('_', ' ') + "]";
        return caption.isBlank() ? kind : kind + " " + caption;
    }

    private static String caption(JsonNode caption) {
        return inline(caption.isObject() && caption.has("text") ? caption.path("text") : caption);
    }

    /** Returns a text, a list of texts, or a text in an object that formats it. */
    private static String inline(JsonNode text) {
        if (text.isTextual()) {
            return text.asText();
        }
        if (text.isArray()) {
            List<JsonNode> parts = new ArrayList<>();
            text.forEach(parts::add);
            return parts.stream().map(RichMessageText::inline).collect(Collectors.joining());
        }
        return switch (text.path("type").asText("")) {
            case "custom_emoji" -> text.path("alternative_text").asText("");
            case "mathematical_expression" -> text.path("expression").asText("");
            case "button" -> "[" + inline(text.path("button").path("text")) + "]";
            case "url" -> {
                String label = inline(text.path("text"));
                yield label + LinkText.behind(label, text.path("url").asText(""));
            }
            default -> text.isObject() ? inline(text.path("text")) : "";
        };
    }
}

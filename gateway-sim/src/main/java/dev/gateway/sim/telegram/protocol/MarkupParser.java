package dev.gateway.sim.telegram.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.Locale;

/**
 * A parser from text with markup to the text that people see and its entities. It is as strict as
 * the platform and refuses what the platform refuses.
 */
public final class MarkupParser {

    private MarkupParser() {}

    /** Returns the text of one argument, in its parse mode or with its own entities. */
    public static FormattedText parse(MethodArguments arguments, String field)
            throws TelegramException {
        String mode = arguments.text("parse_mode").orElse("");
        String text = arguments.text(field).orElse("");
        JsonNode given = arguments.json(field.equals("text") ? "entities" : field + "_entities");
        return parse(text, mode, given);
    }

    /**
     * Returns the text in this parse mode.
     *
     * @param given entities of the sender, for a text without parse mode
     */
    public static FormattedText parse(String text, String parseMode, JsonNode given)
            throws TelegramException {
        return switch (parseMode.toLowerCase(Locale.ROOT)) {
            case "", "none" -> plain(text, given);
            case "html" -> HtmlMarkupParser.parse(text);
            case "markdown" -> LegacyMarkdownParser.parse(text);
            case "markdownv2" -> MarkdownV2Parser.parse(text);
            default -> throw TelegramException.badRequest("unsupported parse_mode");
        };
    }

    private static FormattedText plain(String text, JsonNode given) throws TelegramException {
        FormattedTextBuilder plain = new FormattedTextBuilder();
        plain.append(text);
        if (!given.isArray() || given.isEmpty()) {
            return plain.build();
        }
        ArrayNode entities = given.deepCopy();
        for (JsonNode entity : entities) {
            if (!entity.path("offset").isInt()
                    || !entity.path("length").isInt()
                    || entity.path("type").asText("").isEmpty()) {
                throw TelegramException.badRequest(
                        "can't parse MessageEntity: field \"type\", \"offset\" or \"length\" is"
                                + " missing");
            }
        }
        return new FormattedText(text.stripTrailing(), entities);
    }
}

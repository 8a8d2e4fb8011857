package dev.gateway.sim.telegram.protocol;

import java.util.Locale;

/**
 * A parser from text with markup to the text that people see. It is as strict as the platform and
 * refuses what the platform refuses.
 */
public final class MarkupParser {

    private MarkupParser() {}

    /** Returns the visible text of a message in this parse mode. */
    public static String visible(String text, String parseMode) throws TelegramException {
        return switch (parseMode.toLowerCase(Locale.ROOT)) {
            case "" -> text;
            case "html" -> HtmlMarkupParser.visible(text);
            case "markdown" -> LegacyMarkdownParser.visible(text);
            case "markdownv2" -> MarkdownV2Parser.visible(text);
            default -> throw TelegramException.badRequest("unsupported parse_mode");
        };
    }
}

package dev.gateway.sim.telegram.protocol;

import java.util.Locale;

/**
 * Turns text with markup into the text that people see, as strictly as the platform: what it cannot
 * parse it refuses.
 */
public final class MarkupParser {

    private MarkupParser() {}

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

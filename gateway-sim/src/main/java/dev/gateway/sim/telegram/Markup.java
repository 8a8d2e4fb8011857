package dev.gateway.sim.telegram;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Turns text with markup into the text that people see, as strictly as the platform: what it cannot
 * parse it refuses.
 */
final class Markup {

    private Markup() {}

    static String visible(String text, String parseMode) throws TelegramError {
        return switch (parseMode.toLowerCase(Locale.ROOT)) {
            case "" -> text;
            case "html" -> HtmlMarkup.visible(text);
            case "markdown" -> LegacyMarkdown.visible(text);
            case "markdownv2" -> MarkdownV2.visible(text);
            default -> throw TelegramError.badRequest("unsupported parse_mode");
        };
    }

    static TelegramError unparsable(String reason) {
        return TelegramError.badRequest("can't parse entities: " + reason);
    }

    /** Offsets in errors count bytes, not characters. */
    static int byteOffset(String text, int index) {
        return text.substring(0, index).getBytes(StandardCharsets.UTF_8).length;
    }
}

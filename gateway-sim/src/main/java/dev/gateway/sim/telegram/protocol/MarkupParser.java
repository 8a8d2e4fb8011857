package dev.gateway.sim.telegram.protocol;

import java.nio.charset.StandardCharsets;
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

    static TelegramException unparsable(String reason) {
        return TelegramException.badRequest("can't parse entities: " + reason);
    }

    /** Offsets in errors count bytes, not characters. */
    static int byteOffset(String text, int index) {
        return text.substring(0, index).getBytes(StandardCharsets.UTF_8).length;
    }
}

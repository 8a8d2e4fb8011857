package dev.gateway.sim.telegram.content;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.sim.telegram.protocol.FormattedText;
import dev.gateway.sim.telegram.protocol.MarkupParser;
import dev.gateway.sim.telegram.protocol.MethodArguments;
import dev.gateway.sim.telegram.protocol.TelegramException;
import java.util.List;

/** The texts that a bot can send: messages, captions and rich messages. */
public final class TextContent {

    /**
     * The limit in UTF-16 units. The real platform may count whole characters; a client within this
     * limit is within that one as well.
     */
    private static final int MAX_TEXT = 4096;

    private static final int MAX_CAPTION = 1024;
    private static final int MAX_RICH = 32_768;

    private TextContent() {}

    /** Returns the text of a message. */
    public static SentContent message(MethodArguments arguments) throws TelegramException {
        FormattedText text = MarkupParser.parse(arguments, "text");
        if (text.text().isEmpty()) {
            throw TelegramException.badRequest("message text is empty");
        }
        if (text.text().length() > MAX_TEXT) {
            throw TelegramException.badRequest("message is too long");
        }
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        text.addTo(json, "text");
        return new SentContent(json, text.text(), List.of());
    }

    /** Returns the text of a draft, which may be empty. */
    public static String draft(MethodArguments arguments) throws TelegramException {
        String text = MarkupParser.parse(arguments, "text").text();
        if (text.length() > MAX_TEXT) {
            throw TelegramException.badRequest("message is too long");
        }
        return text;
    }

    /** Returns the caption of a file; its text is empty if there is none. */
    public static FormattedText caption(MethodArguments arguments) throws TelegramException {
        FormattedText caption = MarkupParser.parse(arguments, "caption");
        if (caption.text().length() > MAX_CAPTION) {
            throw TelegramException.badRequest("message caption is too long");
        }
        return caption;
    }

    /** Returns a rich message. Its paragraphs become blocks; the markup within stays as it is. */
    static SentContent rich(MethodArguments arguments) throws TelegramException {
        JsonNode rich = arguments.json("rich_message");
        long ways = List.of("markdown", "html", "blocks").stream().filter(rich::hasNonNull).count();
        if (ways != 1) {
            throw TelegramException.badRequest(
                    "can't parse InputRichMessage: exactly one of \"html\", \"markdown\" and"
                            + " \"blocks\" must be specified");
        }
        String text = rich.path("markdown").asText(rich.path("html").asText("")).strip();
        if (text.isEmpty() && rich.path("blocks").isEmpty()) {
            throw TelegramException.badRequest("message text is empty");
        }
        if (text.length() > MAX_RICH) {
            throw TelegramException.badRequest("message is too long");
        }
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ObjectNode shown = json.putObject("rich_message");
        if (rich.hasNonNull("blocks")) {
            shown.set("blocks", rich.get("blocks"));
        } else {
            var blocks = shown.putArray("blocks");
            for (String paragraph : text.split("\\n\\s*\\n")) {
                blocks.addObject().put("type", "paragraph").put("text", paragraph);
            }
        }
        return new SentContent(json, text, List.of());
    }
}

package dev.gateway.sim.telegram.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The buttons below a message. The platform shows other kinds of keyboards in no message. */
public final class InlineKeyboard {

    private static final int MAX_DATA = 64;

    private InlineKeyboard() {}

    /** Returns the buttons that a message will show; empty if there are none. */
    public static Optional<JsonNode> of(MethodArguments arguments) throws TelegramException {
        if (arguments.text("reply_markup").isEmpty()) {
            return Optional.empty();
        }
        JsonNode markup = arguments.json("reply_markup");
        if (markup.isMissingNode()) {
            throw TelegramException.badRequest("can't parse reply keyboard markup JSON object");
        }
        if (!markup.isObject()) {
            throw TelegramException.badRequest("object expected as reply markup");
        }
        JsonNode rows = markup.path("inline_keyboard");
        for (JsonNode row : rows) {
            if (!row.isArray()) {
                throw TelegramException.badRequest(
                        "field \"inline_keyboard\" must be an Array of Arrays");
            }
            for (JsonNode button : row) {
                check(button);
            }
        }
        return rows.isEmpty() ? Optional.empty() : Optional.of(markup);
    }

    private static void check(JsonNode button) throws TelegramException {
        if (!button.path("text").isTextual()) {
            throw TelegramException.badRequest(
                    "can't parse inline keyboard button: Can't find field \"text\"");
        }
        if (button.size() < 2) {
            throw TelegramException.badRequest(
                    "can't parse inline keyboard button: Text buttons are unallowed in the inline"
                            + " keyboard");
        }
        String data = button.path("callback_data").asText("");
        if (data.getBytes(StandardCharsets.UTF_8).length > MAX_DATA) {
            throw TelegramException.badRequest("BUTTON_DATA_INVALID");
        }
    }
}

package dev.gateway.adapter.telegram;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.OptionalLong;

/**
 * The context for an answer as the journal stores it: {@code {"message_id":7,"thread":3}}.
 *
 * @param message the message to answer
 * @param thread its topic
 */
record TelegramReplyContext(OptionalLong message, OptionalLong thread) {

    /** Parses a stored context; a damaged or foreign one answers no message. */
    static TelegramReplyContext parse(String text) {
        try {
            JsonNode tree = TelegramJson.MAPPER.readTree(text);
            return new TelegramReplyContext(number(tree, "message_id"), number(tree, "thread"));
        } catch (JsonProcessingException e) {
            return new TelegramReplyContext(OptionalLong.empty(), OptionalLong.empty());
        }
    }

    /** Returns the form that the journal stores. */
    String text() {
        ObjectNode tree = BotApi.body();
        message.ifPresent(id -> tree.put("message_id", id));
        thread.ifPresent(id -> tree.put("thread", id));
        return tree.toString();
    }

    private static OptionalLong number(JsonNode tree, String field) {
        JsonNode value = tree.path(field);
        return value.canConvertToLong() && value.isIntegralNumber()
                ? OptionalLong.of(value.asLong())
                : OptionalLong.empty();
    }
}

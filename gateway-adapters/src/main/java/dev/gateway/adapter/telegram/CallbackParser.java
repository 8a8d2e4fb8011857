package dev.gateway.adapter.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gateway.adapter.telegram.message.ParsedUpdate;
import dev.gateway.adapter.telegram.message.TelegramAuthor;
import dev.gateway.adapter.telegram.message.TelegramQuote;
import dev.gateway.core.platform.InboundMessage;
import dev.gateway.core.platform.MessageContext;
import dev.gateway.core.platform.MessageKind;
import dev.gateway.core.platform.Quote;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A parser of pressed buttons. Each is a message of the person to the chat of the button. */
final class CallbackParser {

    private final TelegramMessageParser messages;
    private final Clock clock;

    CallbackParser(TelegramMessageParser messages, Clock clock) {
        this.messages = messages;
        this.clock = clock;
    }

    /** Returns the update of a {@code callback_query}. */
    ParsedUpdate parse(long updateId, JsonNode query) {
        JsonNode from = query.path("from");
        String id = query.path("id").asText("");
        if (!from.path("id").isIntegralNumber()) {
            return ParsedUpdate.leftOut("a button without sender").withCallback(id);
        }
        JsonNode message = query.path("message");
        ChatTarget target = target(message, from);
        String data = query.path("data").asText("");
        TelegramAuthor person = TelegramAuthor.of(query);
        OptionalLong answered =
                target.receiver().isPresent() || !message.path("message_id").isIntegralNumber()
                        ? OptionalLong.empty()
                        : OptionalLong.of(message.path("message_id").asLong());
        Optional<Quote> quote =
                message.has("date") && message.path("date").asLong() != 0
                        ? Optional.of(TelegramQuote.whole(message))
                        : Optional.empty();
        return ParsedUpdate.of(
                        new InboundMessage(
                                        Long.toString(updateId),
                                        target.conversation(),
                                        person.id(),
                                        target.direct(),
                                        "[button: " + label(query, message, data) + "]",
                                        List.of(),
                                        new TelegramReplyContext(answered, target.topic()).text(),
                                        clock.instant())
                                .withContext(
                                        MessageContext.builder()
                                                .senderName(person.name())
                                                .senderKind(person.kind())
                                                .chatTitle(
                                                        message.path("chat")
                                                                .path("title")
                                                                .asText(""))
                                                .addressed(true)
                                                .kind(MessageKind.CALLBACK)
                                                .replyTo(quote)
                                                .data(data)
                                                .build()))
                .withCallback(id);
    }

    /** Returns the chat of the button; that of the person if the button is in a foreign chat. */
    private ChatTarget target(JsonNode message, JsonNode from) {
        if (!message.path("chat").path("id").isIntegralNumber()) {
            return new ChatTarget(from.path("id").asLong(), OptionalLong.empty());
        }
        ChatTarget chat = messages.target(message);
        return chat.receiver().isEmpty()
                ? chat
                : new ChatTarget(
                        chat.chat(), chat.topic(), OptionalLong.of(from.path("id").asLong()));
    }

    private static String label(JsonNode query, JsonNode message, String data) {
        for (JsonNode row : message.path("reply_markup").path("inline_keyboard")) {
            for (JsonNode button : row) {
                if (!data.isEmpty() && data.equals(button.path("callback_data").asText(""))) {
                    return button.path("text").asText(data);
                }
            }
        }
        return data.isEmpty() ? query.path("game_short_name").asText("game") : data;
    }
}

package dev.gateway.adapter.feishu.message;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gateway.core.platform.MessageContext;
import dev.gateway.core.platform.MessageKind;
import dev.gateway.core.platform.Quote;
import java.net.ProtocolException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A parser of {@code card.action.trigger}, the event of a pressed button, chosen option or sent
 * form of a card. The platform delivers it once.
 */
final class ButtonPressParser {

    static final String EVENT = "card.action.trigger";

    private final EventFactSource facts;

    ButtonPressParser(EventFactSource facts) {
        this.facts = facts;
    }

    FeishuReceivedMessage parse(JsonNode header, JsonNode event)
            throws ProtocolException, InterruptedException {
        String card = either(event, "/context/open_message_id", "/open_message_id");
        String chat = either(event, "/context/open_chat_id", "/open_chat_id");
        String id = header.path("event_id").asText();
        if (chat.isEmpty() || id.isEmpty()) {
            throw new ProtocolException("a pressed button without chat or event_id");
        }
        boolean direct = facts.isDirect(chat);
        JsonNode action = event.path("action");
        String data = data(action);
        return new FeishuReceivedMessage(
                id,
                chat,
                FeishuEventParser.sender(event.path("operator")),
                direct,
                MessageContent.of(MessageKind.CALLBACK, data),
                FeishuReplyContext.to(card, direct, false),
                sentAt(header.path("create_time").asText()),
                MessageContext.builder()
                        .senderName(event.at("/operator/name").asText())
                        .addressed(true)
                        .kind(MessageKind.CALLBACK)
                        .data(data)
                        .replyTo(
                                card.isEmpty()
                                        ? Optional.empty()
                                        : Optional.of(new Quote(card, "", "", "", List.of())))
                        .build());
    }

    /**
     * Returns the data of the button: the text that it was made with, else all that the person
     * chose or filled in as JSON.
     */
    private static String data(JsonNode action) {
        JsonNode value = action.path("value");
        if (value.path("data").isTextual() && !action.has("form_value")) {
            return value.path("data").asText();
        }
        for (String name : new String[] {"form_value", "input_value", "option", "options"}) {
            JsonNode chosen = action.path(name);
            if (chosen.isTextual() && !chosen.asText().isEmpty()) {
                return chosen.asText();
            }
            if (!chosen.isEmpty()) {
                return chosen.toString();
            }
        }
        if (value.isTextual()) {
            return value.asText();
        }
        return value.isMissingNode() || value.isEmpty()
                ? action.path("name").asText(action.path("tag").asText())
                : value.toString();
    }

    private static String either(JsonNode event, String first, String second) {
        String found = event.at(first).asText();
        return found.isEmpty() ? event.at(second).asText() : found;
    }

    /** Returns the time of the event, which this one gives in microseconds. */
    private static Instant sentAt(String time) {
        String millis = time.length() > 13 ? time.substring(0, 13) : time;
        return FeishuEventParser.sentAt(millis);
    }
}

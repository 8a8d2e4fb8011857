package dev.gateway.adapter.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gateway.core.platform.MessageContext;
import dev.gateway.core.platform.Quote;
import dev.gateway.core.platform.RemoteAttachment;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads what a person said out of an update. */
final class TelegramMessageParser {

    private final long ownId;
    private final Clock clock;

    /**
     * A reader.
     *
     * @param ownId the bot's id, whose messages are nobody's question
     * @param clock for messages that do not say when they were sent
     */
    TelegramMessageParser(long ownId, Clock clock) {
        this.ownId = ownId;
        this.clock = clock;
    }

    /**
     * The message of an update, or empty if it holds nothing to answer: service messages, the bot's
     * own, kinds without text and file, and what is damaged.
     *
     * @param text of the message with the bot's name taken out; null for what is meant for another
     *     bot
     */
    Optional<TelegramReceivedMessage> parse(long updateId, JsonNode message, String text) {
        JsonNode chat = message.path("chat").path("id");
        if (text == null || !chat.isIntegralNumber() || !chat.canConvertToLong()) {
            return Optional.empty();
        }
        if (message.path("from").path("id").asLong(0) == ownId) {
            return Optional.empty();
        }
        List<RemoteAttachment> media = AttachmentExtractor.of(message);
        if (text.isBlank() && media.isEmpty()) {
            return Optional.empty();
        }
        OptionalLong topic = topic(message);
        return Optional.of(
                new TelegramReceivedMessage(
                        updateId,
                        new ChatTarget(chat.asLong(), topic),
                        sender(message, chat),
                        text,
                        media,
                        new TelegramReplyContext(number(message.path("message_id")), topic),
                        sentAt(message.path("date"))));
    }

    /**
     * Returns what surrounds a message.
     *
     * @param mentioned whether the bot's name stands in it
     */
    MessageContext context(JsonNode message, boolean mentioned) {
        JsonNode chat = message.path("chat");
        JsonNode answered = message.path("reply_to_message");
        boolean own = answered.path("from").path("id").asLong(0) == ownId;
        boolean addressed = mentioned || own || linked(message) || chat.path("id").asLong(0) > 0;
        return new MessageContext(
                name(message),
                chat.path("title").asText(""),
                Optional.of(addressed),
                quote(message, answered));
    }

    /** A reply in a topic may name the message that made the topic, which says nothing. */
    private static Optional<Quote> quote(JsonNode message, JsonNode answered) {
        String part = message.path("quote").path("text").asText("");
        boolean topic = answered.has("forum_topic_created");
        if (part.isEmpty() && (topic || !answered.isObject())) {
            return Optional.empty();
        }
        return Optional.of(
                new Quote(
                        answered.path("message_id").asText(""),
                        sender(answered, answered.path("chat").path("id")),
                        name(answered),
                        part.isEmpty() ? words(answered) : part,
                        AttachmentExtractor.of(answered)));
    }

    /** Returns whether the bot is named by a link instead of its name. */
    private boolean linked(JsonNode message) {
        for (String field : List.of("entities", "caption_entities")) {
            for (JsonNode entity : message.path(field)) {
                if (entity.path("user").path("id").asLong(0) == ownId) {
                    return true;
                }
            }
        }
        return false;
    }

    private static String name(JsonNode message) {
        JsonNode from = message.path("from");
        String title = message.path("sender_chat").path("title").asText("");
        return title.isEmpty()
                ? (from.path("first_name").asText("") + " " + from.path("last_name").asText(""))
                        .strip()
                : title;
    }

    /** The words of a message as they were sent. */
    static String words(JsonNode message) {
        for (String field : List.of("text", "caption")) {
            String words = message.path(field).asText("");
            if (!words.isEmpty()) {
                return words;
            }
        }
        return message.path("sticker").path("emoji").asText("");
    }

    /** A reply in a group without topics names a thread too, which is none to send to. */
    private static OptionalLong topic(JsonNode message) {
        boolean isTopic =
                message.path("is_topic_message")
                        .asBoolean(!message.path("reply_to_message").isObject());
        return isTopic ? number(message.path("message_thread_id")) : OptionalLong.empty();
    }

    /** A channel or an anonymous administrator speaks as a chat. */
    private static String sender(JsonNode message, JsonNode chat) {
        for (JsonNode who : List.of(message.path("sender_chat"), message.path("from"))) {
            if (who.path("id").isIntegralNumber()) {
                return who.path("id").asText();
            }
        }
        return chat.asText();
    }

    private Instant sentAt(JsonNode date) {
        return date.isIntegralNumber() && date.canConvertToInt()
                ? Instant.ofEpochSecond(date.asLong())
                : clock.instant();
    }

    private static OptionalLong number(JsonNode value) {
        return value.isIntegralNumber() && value.canConvertToLong()
                ? OptionalLong.of(value.asLong())
                : OptionalLong.empty();
    }
}

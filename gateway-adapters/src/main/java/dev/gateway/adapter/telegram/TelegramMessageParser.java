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

/** A parser of messages in updates. */
final class TelegramMessageParser {

    private final long ownId;
    private final Clock clock;

    /**
     * Creates a parser.
     *
     * @param ownId the bot's id, whose own messages are ignored
     * @param clock the time for messages without a date
     */
    TelegramMessageParser(long ownId, Clock clock) {
        this.ownId = ownId;
        this.clock = clock;
    }

    /**
     * Returns the message of an update; empty if there is nothing to answer: service messages, the
     * bot's own, kinds without text and file, and damaged messages.
     *
     * @param text the message's text without the bot's name; null for a command to another bot
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
     * Returns the surroundings of a message.
     *
     * @param mentioned whether it contains the bot's name
     */
    MessageContext context(JsonNode message, boolean mentioned) {
        JsonNode chat = message.path("chat");
        JsonNode answered = message.path("reply_to_message");
        boolean own = answered.path("from").path("id").asLong(0) == ownId;
        boolean addressed = mentioned || own || linked(message) || chat.path("id").asLong(0) > 0;
        return MessageContext.builder()
                .senderName(name(message))
                .chatTitle(chat.path("title").asText(""))
                .addressed(addressed)
                .replyTo(quote(message, answered))
                .build();
    }

    /**
     * Returns the quote. A reply in a topic may name the message that created the topic, which is
     * none.
     */
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

    /** Returns whether the bot is mentioned by a link instead of its name. */
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

    /** Returns the original text of a message. */
    static String words(JsonNode message) {
        for (String field : List.of("text", "caption")) {
            String words = message.path(field).asText("");
            if (!words.isEmpty()) {
                return words;
            }
        }
        return message.path("sticker").path("emoji").asText("");
    }

    /**
     * Returns the topic. A reply in a group without topics names a thread too, to which nothing can
     * be sent.
     */
    private static OptionalLong topic(JsonNode message) {
        boolean isTopic =
                message.path("is_topic_message")
                        .asBoolean(!message.path("reply_to_message").isObject());
        return isTopic ? number(message.path("message_thread_id")) : OptionalLong.empty();
    }

    /** Returns the sender. A channel or an anonymous administrator writes as a chat. */
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

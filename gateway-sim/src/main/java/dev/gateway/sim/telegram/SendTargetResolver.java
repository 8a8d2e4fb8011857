package dev.gateway.sim.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.sim.telegram.protocol.FormattedText;
import dev.gateway.sim.telegram.protocol.MarkupParser;
import dev.gateway.sim.telegram.protocol.MethodArguments;
import dev.gateway.sim.telegram.protocol.TelegramException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The resolver of a message's destination, which also checks that the bot may write there. Guarded
 * by the platform's lock.
 */
final class SendTargetResolver {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final TelegramChatStore chats;
    private final Clock clock;
    private final int messagesPerMinute;
    private final Map<TelegramChat, Deque<Instant>> sent = new HashMap<>();

    SendTargetResolver(TelegramChatStore chats, Clock clock, int messagesPerMinute) {
        this.chats = chats;
        this.clock = clock;
        this.messagesPerMinute = messagesPerMinute;
    }

    /**
     * A chat, the topic in it (0 for none), the message that is replied to and the quoted part of
     * it.
     */
    record Target(
            TelegramChat chat,
            long thread,
            Optional<TelegramChat.Message> repliedTo,
            Optional<JsonNode> quote) {}

    TelegramChat chat(TelegramBot bot, MethodArguments arguments) throws TelegramException {
        return chat(bot, arguments, "chat_id");
    }

    /** Returns the chat that an argument names. */
    TelegramChat chat(TelegramBot bot, MethodArguments arguments, String argument)
            throws TelegramException {
        String id =
                arguments
                        .text(argument)
                        .orElseThrow(() -> TelegramException.badRequest(argument + " is empty"));
        TelegramChat chat =
                chats.find(bot, id)
                        .orElseThrow(() -> TelegramException.badRequest("chat not found"));
        if (chat.migratedTo() != 0) {
            throw TelegramException.migrated(chat.migratedTo());
        }
        if (!chat.refusal().isEmpty()) {
            throw TelegramException.forbidden(chat.refusal());
        }
        return chat;
    }

    /**
     * Returns the message that {@code message_id} names.
     *
     * @param name of the message in the error
     */
    static TelegramChat.Message message(TelegramChat chat, MethodArguments arguments, String name)
            throws TelegramException {
        return chat.message(arguments.number("message_id").orElse(0))
                .orElseThrow(() -> TelegramException.badRequest(name + " not found"));
    }

    /**
     * Returns the destination of new messages.
     *
     * @param messages the number of messages to send
     */
    Target find(TelegramBot bot, MethodArguments arguments, int messages) throws TelegramException {
        TelegramChat chat = chat(bot, arguments);
        long thread = topic(chat, arguments);
        Optional<TelegramChat.Message> replied = replied(chat, arguments);
        Optional<JsonNode> quote =
                replied.isEmpty() ? Optional.empty() : quote(replied.get(), arguments);
        long destination =
                thread == 0 ? replied.map(TelegramChat.Message::thread).orElse(0L) : thread;
        if (chat.isClosed(destination)) {
            throw TelegramException.badRequest("TOPIC_CLOSED");
        }
        enforceLimit(chat, messages);
        return new Target(chat, destination, replied, quote);
    }

    /** Returns the topic that a call names; 0 for none. */
    static long topic(TelegramChat chat, MethodArguments arguments) throws TelegramException {
        long thread = arguments.number("message_thread_id").orElse(0);
        if (thread != 0 && !chat.hasTopic(thread)) {
            throw TelegramException.badRequest("message thread not found");
        }
        return thread;
    }

    private static Optional<JsonNode> quote(TelegramChat.Message replied, MethodArguments arguments)
            throws TelegramException {
        JsonNode parameters = arguments.json("reply_parameters");
        String wanted = parameters.path("quote").asText("");
        if (wanted.isEmpty()) {
            return Optional.empty();
        }
        String mode = parameters.path("quote_parse_mode").asText("");
        FormattedText part = MarkupParser.parse(wanted, mode, parameters.path("quote_entities"));
        JsonNode json = replied.json();
        int position =
                json.path("text").asText(json.path("caption").asText("")).indexOf(part.text());
        if (position < 0) {
            throw TelegramException.badRequest("QUOTE_TEXT_INVALID");
        }
        ObjectNode quote = JsonNodeFactory.instance.objectNode().put("position", position);
        part.addTo(quote, "text");
        return Optional.of(quote.put("is_manual", true));
    }

    private static Optional<TelegramChat.Message> replied(
            TelegramChat chat, MethodArguments arguments) throws TelegramException {
        var parameters = arguments.json("reply_parameters");
        long id =
                parameters.isObject()
                        ? parameters.path("message_id").asLong()
                        : arguments.number("reply_to_message_id").orElse(0);
        if (id == 0) {
            return Optional.empty();
        }
        Optional<TelegramChat.Message> message = chat.message(id);
        boolean optional =
                parameters.path("allow_sending_without_reply").asBoolean()
                        || arguments.flag("allow_sending_without_reply");
        if (message.isEmpty() && !optional) {
            throw TelegramException.badRequest("message to be replied not found");
        }
        return message;
    }

    private void enforceLimit(TelegramChat chat, int messages) throws TelegramException {
        if (messagesPerMinute == 0) {
            return;
        }
        Instant now = clock.instant();
        Deque<Instant> recent = sent.computeIfAbsent(chat, key -> new ArrayDeque<>());
        while (!recent.isEmpty() && !recent.peekFirst().plus(MINUTE).isAfter(now)) {
            recent.removeFirst();
        }
        if (recent.size() >= messagesPerMinute) {
            Duration wait = Duration.between(now, recent.peekFirst().plus(MINUTE));
            throw TelegramException.tooManyRequests(wait.toSeconds() + 1);
        }
        recent.addAll(Collections.nCopies(messages, now));
    }
}

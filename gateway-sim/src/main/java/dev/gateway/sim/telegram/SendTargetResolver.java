package dev.gateway.sim.telegram;

import dev.gateway.sim.telegram.protocol.TelegramException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
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

    /** A chat, the topic in it (0 for none), and the message that is replied to. */
    record Target(TelegramChat chat, long thread, Optional<TelegramChat.Message> repliedTo) {}

    TelegramChat chat(TelegramBot bot, MethodArguments arguments) throws TelegramException {
        String id =
                arguments
                        .text("chat_id")
                        .orElseThrow(() -> TelegramException.badRequest("chat_id is empty"));
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

    Target find(TelegramBot bot, MethodArguments arguments) throws TelegramException {
        TelegramChat chat = chat(bot, arguments);
        long thread = arguments.number("message_thread_id").orElse(0);
        if (thread != 0 && !chat.hasTopic(thread)) {
            throw TelegramException.badRequest("message thread not found");
        }
        Optional<TelegramChat.Message> replied = replied(chat, arguments);
        enforceLimit(chat);
        return new Target(
                chat,
                thread == 0 ? replied.map(TelegramChat.Message::thread).orElse(0L) : thread,
                replied);
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

    private void enforceLimit(TelegramChat chat) throws TelegramException {
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
        recent.addLast(now);
    }
}

package dev.gateway.sim.telegram;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Where a bot's message goes, and whether it may go there. Guarded by the platform's lock. */
final class Targets {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Chats chats;
    private final Clock clock;
    private final int messagesPerMinute;
    private final Map<Chat, Deque<Instant>> sent = new HashMap<>();

    Targets(Chats chats, Clock clock, int messagesPerMinute) {
        this.chats = chats;
        this.clock = clock;
        this.messagesPerMinute = messagesPerMinute;
    }

    /** A chat, the topic in it (0 for none), and the message that is replied to. */
    record Target(Chat chat, long thread, Optional<Chat.ChatMessage> repliedTo) {}

    Chat chat(Bot bot, Arguments arguments) throws TelegramError {
        String id =
                arguments
                        .text("chat_id")
                        .orElseThrow(() -> TelegramError.badRequest("chat_id is empty"));
        Chat chat =
                chats.find(bot, id).orElseThrow(() -> TelegramError.badRequest("chat not found"));
        if (chat.migratedTo() != 0) {
            throw TelegramError.migrated(chat.migratedTo());
        }
        if (!chat.refusal().isEmpty()) {
            throw TelegramError.forbidden(chat.refusal());
        }
        return chat;
    }

    Target find(Bot bot, Arguments arguments) throws TelegramError {
        Chat chat = chat(bot, arguments);
        long thread = arguments.number("message_thread_id").orElse(0);
        if (thread != 0 && !chat.hasTopic(thread)) {
            throw TelegramError.badRequest("message thread not found");
        }
        Optional<Chat.ChatMessage> replied = replied(chat, arguments);
        obeyLimit(chat);
        return new Target(
                chat,
                thread == 0 ? replied.map(Chat.ChatMessage::thread).orElse(0L) : thread,
                replied);
    }

    private static Optional<Chat.ChatMessage> replied(Chat chat, Arguments arguments)
            throws TelegramError {
        var parameters = arguments.json("reply_parameters");
        long id =
                parameters.isObject()
                        ? parameters.path("message_id").asLong()
                        : arguments.number("reply_to_message_id").orElse(0);
        if (id == 0) {
            return Optional.empty();
        }
        Optional<Chat.ChatMessage> message = chat.message(id);
        boolean optional =
                parameters.path("allow_sending_without_reply").asBoolean()
                        || arguments.flag("allow_sending_without_reply");
        if (message.isEmpty() && !optional) {
            throw TelegramError.badRequest("message to be replied not found");
        }
        return message;
    }

    private void obeyLimit(Chat chat) throws TelegramError {
        if (messagesPerMinute == 0) {
            return;
        }
        Instant now = clock.instant();
        Deque<Instant> lately = sent.computeIfAbsent(chat, key -> new ArrayDeque<>());
        while (!lately.isEmpty() && !lately.peekFirst().plus(MINUTE).isAfter(now)) {
            lately.removeFirst();
        }
        if (lately.size() >= messagesPerMinute) {
            Duration wait = Duration.between(now, lately.peekFirst().plus(MINUTE));
            throw TelegramError.tooManyRequests(wait.toSeconds() + 1);
        }
        lately.addLast(now);
    }
}

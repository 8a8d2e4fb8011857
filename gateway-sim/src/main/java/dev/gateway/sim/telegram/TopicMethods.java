package dev.gateway.sim.telegram;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.gateway.sim.server.Request;
import dev.gateway.sim.server.Response;
import dev.gateway.sim.telegram.protocol.MethodArguments;
import dev.gateway.sim.telegram.protocol.TelegramException;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** The methods of the Bot API for topics of a supergroup. */
final class TopicMethods {

    private static final int COLOUR = 7_322_096;

    private final SendTargetResolver targets;

    TopicMethods(SendTargetResolver targets) {
        this.targets = targets;
    }

    /** Returns the methods by name. */
    Map<String, BotApiMethod> all() {
        return Map.of(
                "createForumTopic",
                this::create,
                "closeForumTopic",
                (bot, arguments, call) -> close(bot, arguments, true),
                "reopenForumTopic",
                (bot, arguments, call) -> close(bot, arguments, false),
                "deleteForumTopic",
                this::delete);
    }

    private CompletionStage<Response> create(
            TelegramBot bot, MethodArguments arguments, Request request) throws TelegramException {
        TelegramChat chat = targets.chat(bot, arguments);
        if (!chat.type().equals("supergroup")) {
            throw TelegramException.badRequest("the chat is not a forum");
        }
        String name = arguments.text("name").orElse("").strip();
        if (name.isEmpty()) {
            throw TelegramException.badRequest("title must be non-empty");
        }
        // The id of a topic is that of the message which created it.
        long id = bot.nextMessageId();
        chat.addTopic(id, name);
        return BotApiResponseFactory.now(
                JsonNodeFactory.instance
                        .objectNode()
                        .put("message_thread_id", id)
                        .put("name", name)
                        .put("icon_color", arguments.number("icon_color").orElse(COLOUR)));
    }

    private CompletionStage<Response> close(
            TelegramBot bot, MethodArguments arguments, boolean closed) throws TelegramException {
        TelegramChat chat = targets.chat(bot, arguments);
        long topic = topic(chat, arguments);
        if (chat.isClosed(topic) == closed) {
            throw TelegramException.badRequest("TOPIC_NOT_MODIFIED");
        }
        chat.closeTopic(topic, closed);
        return BotApiResponseFactory.yes();
    }

    private CompletionStage<Response> delete(
            TelegramBot bot, MethodArguments arguments, Request request) throws TelegramException {
        TelegramChat chat = targets.chat(bot, arguments);
        chat.deleteTopic(topic(chat, arguments));
        return BotApiResponseFactory.yes();
    }

    private static long topic(TelegramChat chat, MethodArguments arguments)
            throws TelegramException {
        long topic = arguments.number("message_thread_id").orElse(0);
        if (!chat.hasTopic(topic)) {
            throw TelegramException.badRequest("TOPIC_ID_INVALID");
        }
        return topic;
    }
}

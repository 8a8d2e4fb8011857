package dev.gateway.sim.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gateway.sim.server.Request;
import dev.gateway.sim.server.Response;
import dev.gateway.sim.telegram.protocol.TelegramException;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** The methods of the Bot API that act on a chat without a message. */
final class ChatMethods {

    private static final Set<String> ACTIONS =
            Set.of(
                    "typing",
                    "upload_photo",
                    "record_video",
                    "upload_video",
                    "record_voice",
                    "upload_voice",
                    "upload_document",
                    "choose_sticker",
                    "find_location",
                    "record_video_note",
                    "upload_video_note",
                    "cancel");

    private final SendTargetResolver targets;

    ChatMethods(SendTargetResolver targets) {
        this.targets = targets;
    }

    CompletionStage<Response> sendChatAction(
            TelegramBot bot, MethodArguments arguments, Request request) throws TelegramException {
        TelegramChat chat = targets.chat(bot, arguments);
        String action = arguments.text("action").orElse("");
        if (!ACTIONS.contains(action)) {
            throw TelegramException.badRequest("wrong parameter action in request");
        }
        chat.actions().add(action);
        return BotApiResponseFactory.yes();
    }

    CompletionStage<Response> setMessageReaction(
            TelegramBot bot, MethodArguments arguments, Request request) throws TelegramException {
        TelegramChat chat = targets.chat(bot, arguments);
        long id = arguments.number("message_id").orElse(0);
        if (chat.message(id).isEmpty()) {
            throw TelegramException.badRequest("message to react not found");
        }
        JsonNode reactions = arguments.json("reaction");
        for (JsonNode reaction : reactions) {
            chat.actions().add("reaction " + reaction.path("emoji").asText());
        }
        return BotApiResponseFactory.yes();
    }

    CompletionStage<Response> getChat(TelegramBot bot, MethodArguments arguments, Request request)
            throws TelegramException {
        return BotApiResponseFactory.now(targets.chat(bot, arguments).json());
    }
}

package dev.gateway.sim.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gateway.sim.server.Request;
import dev.gateway.sim.server.Response;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** What a bot does in a chat without saying anything. */
final class ChatActions {

    private static final Set<String> KNOWN =
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

    private final Targets targets;

    ChatActions(Targets targets) {
        this.targets = targets;
    }

    CompletionStage<Response> sendChatAction(Bot bot, Arguments arguments, Request request)
            throws TelegramError {
        Chat chat = targets.chat(bot, arguments);
        String action = arguments.text("action").orElse("");
        if (!KNOWN.contains(action)) {
            throw TelegramError.badRequest("wrong parameter action in request");
        }
        chat.actions().add(action);
        return Answers.yes();
    }

    CompletionStage<Response> setMessageReaction(Bot bot, Arguments arguments, Request request)
            throws TelegramError {
        Chat chat = targets.chat(bot, arguments);
        long id = arguments.number("message_id").orElse(0);
        if (chat.message(id).isEmpty()) {
            throw TelegramError.badRequest("message to react not found");
        }
        JsonNode reactions = arguments.json("reaction");
        for (JsonNode reaction : reactions) {
            chat.actions().add("reaction " + reaction.path("emoji").asText());
        }
        return Answers.yes();
    }

    CompletionStage<Response> getChat(Bot bot, Arguments arguments, Request request)
            throws TelegramError {
        return Answers.now(targets.chat(bot, arguments).json());
    }
}

package dev.gateway.sim.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.sim.chat.BotMessage;
import dev.gateway.sim.server.Request;
import dev.gateway.sim.server.Response;
import dev.gateway.sim.telegram.content.TextContent;
import dev.gateway.sim.telegram.protocol.FormattedText;
import dev.gateway.sim.telegram.protocol.InlineKeyboard;
import dev.gateway.sim.telegram.protocol.MethodArguments;
import dev.gateway.sim.telegram.protocol.Reactions;
import dev.gateway.sim.telegram.protocol.TelegramException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The methods of the Bot API that change messages which are already in a chat. */
final class MessageMethods {

    private static final String NOT_MODIFIED =
            "message is not modified: specified new message content and reply markup are exactly"
                    + " the same as a current content and reply markup of the message";

    private final SendTargetResolver targets;
    private final Clock clock;

    MessageMethods(SendTargetResolver targets, Clock clock) {
        this.targets = targets;
        this.clock = clock;
    }

    /** Returns the methods by name. */
    Map<String, BotApiMethod> all() {
        return Map.of(
                "editMessageText", this::editText,
                "editMessageCaption", this::editCaption,
                "editMessageReplyMarkup", this::editKeyboard,
                "deleteMessage", this::delete,
                "deleteMessages", this::deleteAll,
                "setMessageReaction", this::react,
                "pinChatMessage", this::pin,
                "unpinChatMessage", this::unpin,
                "unpinAllChatMessages", this::unpinAll,
                "answerCallbackQuery", MessageMethods::answerCallback);
    }

    private CompletionStage<Response> editText(
            TelegramBot bot, MethodArguments arguments, Request request) throws TelegramException {
        ObjectNode text = TextContent.message(arguments).json();
        return edit(bot, arguments, "text", text);
    }

    private CompletionStage<Response> editCaption(
            TelegramBot bot, MethodArguments arguments, Request request) throws TelegramException {
        FormattedText caption = TextContent.caption(arguments);
        ObjectNode fields = JsonNodeFactory.instance.objectNode();
        caption.addTo(fields, "caption");
        return edit(bot, arguments, "caption", fields);
    }

    private CompletionStage<Response> editKeyboard(
            TelegramBot bot, MethodArguments arguments, Request request) throws TelegramException {
        return edit(bot, arguments, "", JsonNodeFactory.instance.objectNode());
    }

    /** Replaces a message's text, caption or nothing of it, and in any case its buttons. */
    private CompletionStage<Response> edit(
            TelegramBot bot, MethodArguments arguments, String field, ObjectNode fields)
            throws TelegramException {
        Optional<JsonNode> keyboard = InlineKeyboard.of(arguments);
        TelegramChat chat = targets.chat(bot, arguments);
        TelegramChat.Message old = SendTargetResolver.message(chat, arguments, "message to edit");
        BotMessage heard =
                old.heard()
                        .orElseThrow(() -> TelegramException.badRequest("message can't be edited"));
        ObjectNode changed = old.json().deepCopy();
        if (field.equals("text") && !changed.has("text")) {
            throw TelegramException.badRequest("there is no text in the message to edit");
        }
        if (field.equals("caption") && changed.has("text")) {
            throw TelegramException.badRequest("there is no caption in the message to edit");
        }
        if (!field.isEmpty()) {
            changed.remove(List.of("text", "entities", "caption", "caption_entities"));
        }
        changed.setAll(fields);
        changed.remove("reply_markup");
        keyboard.ifPresent(markup -> changed.set("reply_markup", markup));
        changed.remove("edit_date");
        ObjectNode before = old.json().deepCopy();
        before.remove("edit_date");
        if (changed.equals(before)) {
            throw TelegramException.badRequest(NOT_MODIFIED);
        }
        changed.put("edit_date", clock.instant().getEpochSecond());
        String text = changed.path("text").asText(changed.path("caption").asText(""));
        BotMessage now = new BotMessage(text, heard.answers(), heard.files(), heard.nanos());
        chat.add(
                changed.path("message_id").asLong(),
                new TelegramChat.Message(old.thread(), changed, old.ledgerId(), Optional.of(now)));
        return BotApiResponseFactory.now(changed);
    }

    private CompletionStage<Response> delete(
            TelegramBot bot, MethodArguments arguments, Request request) throws TelegramException {
        TelegramChat chat = targets.chat(bot, arguments);
        SendTargetResolver.message(chat, arguments, "message to delete");
        chat.remove(arguments.number("message_id").orElse(0));
        return BotApiResponseFactory.yes();
    }

    private CompletionStage<Response> deleteAll(
            TelegramBot bot, MethodArguments arguments, Request request) throws TelegramException {
        TelegramChat chat = targets.chat(bot, arguments);
        arguments.json("message_ids").forEach(id -> chat.remove(id.asLong()));
        return BotApiResponseFactory.yes();
    }

    private CompletionStage<Response> react(
            TelegramBot bot, MethodArguments arguments, Request request) throws TelegramException {
        TelegramChat chat = targets.chat(bot, arguments);
        SendTargetResolver.message(chat, arguments, "message to react");
        List<String> reactions = Reactions.of(arguments);
        reactions.forEach(reaction -> chat.actions().add("reaction " + reaction));
        return BotApiResponseFactory.yes();
    }

    private CompletionStage<Response> pin(
            TelegramBot bot, MethodArguments arguments, Request request) throws TelegramException {
        TelegramChat chat = targets.chat(bot, arguments);
        SendTargetResolver.message(chat, arguments, "message to pin");
        Long id = arguments.number("message_id").orElse(0);
        chat.pinned().remove(id);
        chat.pinned().add(id);
        return BotApiResponseFactory.yes();
    }

    private CompletionStage<Response> unpin(
            TelegramBot bot, MethodArguments arguments, Request request) throws TelegramException {
        TelegramChat chat = targets.chat(bot, arguments);
        List<Long> pinned = chat.pinned();
        Long id =
                arguments
                        .number("message_id")
                        .orElse(pinned.isEmpty() ? 0 : pinned.get(pinned.size() - 1));
        if (!pinned.remove(id)) {
            throw TelegramException.badRequest("message to unpin not found");
        }
        return BotApiResponseFactory.yes();
    }

    private CompletionStage<Response> unpinAll(
            TelegramBot bot, MethodArguments arguments, Request request) throws TelegramException {
        targets.chat(bot, arguments).pinned().clear();
        return BotApiResponseFactory.yes();
    }

    private static CompletionStage<Response> answerCallback(
            TelegramBot bot, MethodArguments arguments, Request request) throws TelegramException {
        String id = arguments.text("callback_query_id").orElse("");
        if (!bot.callbacks().containsKey(id)) {
            throw TelegramException.badRequest(
                    "query is too old and response timeout expired or query ID is invalid");
        }
        bot.callbacks().put(id, Optional.of(arguments.text("text").orElse("")));
        return BotApiResponseFactory.yes();
    }
}

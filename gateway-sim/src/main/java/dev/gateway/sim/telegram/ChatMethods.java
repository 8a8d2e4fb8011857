package dev.gateway.sim.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.sim.server.Request;
import dev.gateway.sim.server.Response;
import dev.gateway.sim.telegram.content.TextContent;
import dev.gateway.sim.telegram.protocol.MethodArguments;
import dev.gateway.sim.telegram.protocol.TelegramException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/** The methods of the Bot API that concern a chat and no single message of it. */
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
    private final TelegramChatStore chats;

    ChatMethods(SendTargetResolver targets, TelegramChatStore chats) {
        this.targets = targets;
        this.chats = chats;
    }

    /** Returns the methods by name. */
    Map<String, BotApiMethod> all() {
        return Map.of(
                "sendChatAction", this::sendChatAction,
                "sendMessageDraft", this::sendMessageDraft,
                "getChat", this::getChat,
                "getChatMember", this::getChatMember,
                "getChatAdministrators", this::getChatAdministrators);
    }

    private CompletionStage<Response> sendChatAction(
            TelegramBot bot, MethodArguments arguments, Request request) throws TelegramException {
        TelegramChat chat = targets.chat(bot, arguments);
        SendTargetResolver.topic(chat, arguments);
        String action = arguments.text("action").orElse("");
        if (!ACTIONS.contains(action)) {
            throw TelegramException.badRequest("wrong parameter action in request");
        }
        chat.actions().add(action);
        return BotApiResponseFactory.yes();
    }

    /** Shows the answer so far to the person; the next message takes its place. */
    private CompletionStage<Response> sendMessageDraft(
            TelegramBot bot, MethodArguments arguments, Request request) throws TelegramException {
        String text = TextContent.draft(arguments);
        TelegramChat chat = targets.chat(bot, arguments);
        if (!chat.isPrivate()) {
            throw TelegramException.badRequest("TEXTDRAFT_PEER_INVALID");
        }
        if (arguments.number("draft_id").orElse(0) == 0) {
            throw TelegramException.badRequest("RANDOM_ID_INVALID");
        }
        SendTargetResolver.topic(chat, arguments);
        chat.actions().add("draft " + text);
        return BotApiResponseFactory.yes();
    }

    private CompletionStage<Response> getChat(
            TelegramBot bot, MethodArguments arguments, Request request) throws TelegramException {
        TelegramChat chat = targets.chat(bot, arguments);
        ObjectNode json = chat.json();
        List<Long> pinned = chat.pinned();
        if (!pinned.isEmpty()) {
            chat.message(pinned.get(pinned.size() - 1))
                    .ifPresent(message -> json.set("pinned_message", message.json()));
        }
        return BotApiResponseFactory.now(json);
    }

    private CompletionStage<Response> getChatMember(
            TelegramBot bot, MethodArguments arguments, Request request) throws TelegramException {
        TelegramChat chat = targets.chat(bot, arguments);
        long user = arguments.number("user_id").orElse(0);
        if (user <= 0) {
            throw TelegramException.badRequest("invalid user_id specified");
        }
        if (user == bot.id()) {
            return BotApiResponseFactory.now(self(bot, chat));
        }
        if (owner(chat).filter(person -> person.path("id").asLong() == user).isPresent()) {
            return BotApiResponseFactory.now(member(owner(chat).get(), "creator"));
        }
        String name =
                chats.nameOf(user)
                        .orElseThrow(() -> TelegramException.badRequest("user not found"));
        JsonNode person =
                people(chat)
                        .filter(from -> from.path("id").asLong() == user)
                        .findFirst()
                        .orElseGet(
                                () ->
                                        JsonNodeFactory.instance
                                                .objectNode()
                                                .put("id", user)
                                                .put("is_bot", false)
                                                .put("first_name", name));
        return BotApiResponseFactory.now(member(person, "member"));
    }

    /** Returns the bot, which sees all messages, and the person who wrote first. */
    private CompletionStage<Response> getChatAdministrators(
            TelegramBot bot, MethodArguments arguments, Request request) throws TelegramException {
        TelegramChat chat = targets.chat(bot, arguments);
        if (chat.isPrivate()) {
            throw TelegramException.badRequest("there are no administrators in the private chat");
        }
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        owner(chat).ifPresent(person -> all.add(member(person, "creator")));
        return BotApiResponseFactory.now(all.add(self(bot, chat)));
    }

    private static Optional<JsonNode> owner(TelegramChat chat) {
        return chat.isPrivate() ? Optional.empty() : people(chat).findFirst();
    }

    private static Stream<JsonNode> people(TelegramChat chat) {
        return chat.messages().stream()
                .map(message -> message.json().path("from"))
                .filter(from -> from.isObject() && !from.path("is_bot").asBoolean());
    }

    private static ObjectNode self(TelegramBot bot, TelegramChat chat) {
        return member(bot.user(), chat.isPrivate() ? "member" : "administrator");
    }

    private static ObjectNode member(JsonNode user, String status) {
        ObjectNode member = JsonNodeFactory.instance.objectNode();
        member.set("user", user);
        return member.put("status", status);
    }
}

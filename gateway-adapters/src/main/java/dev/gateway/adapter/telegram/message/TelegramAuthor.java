package dev.gateway.adapter.telegram.message;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gateway.core.platform.SenderKind;

/**
 * The author of a message.
 *
 * @param id of the person, or of the chat in whose name the message was written; empty if unknown
 * @param name the name to show; empty if unknown
 * @param kind the kind of the author
 */
public record TelegramAuthor(String id, String name, SenderKind kind) {

    /** The account that stands for anonymous admins of a group in {@code from}. */
    private static final long ANONYMOUS_ADMIN = 1087968824;

    /** The account that stands for channels in {@code from}. */
    private static final long CHANNEL_BOT = 136817688;

    /** Returns the author of a message. A channel or an anonymous admin writes as a chat. */
    public static TelegramAuthor of(JsonNode message) {
        JsonNode chat = message.path("sender_chat");
        JsonNode from = message.path("from");
        JsonNode shown = chat.path("id").isIntegralNumber() ? chat : from;
        String title = name(chat);
        return new TelegramAuthor(
                shown.path("id").isIntegralNumber() ? shown.path("id").asText() : "",
                title.isEmpty() ? name(from) : title,
                kind(message, chat, from));
    }

    /** Returns the author of an account: a person, a bot or a chat. */
    public static TelegramAuthor ofAccount(JsonNode actor) {
        return new TelegramAuthor(
                actor.path("id").asText(""),
                name(actor),
                actor.path("is_bot").asBoolean() ? SenderKind.BOT : SenderKind.PERSON);
    }

    /** Returns the author of a forwarded or quoted message elsewhere. */
    static TelegramAuthor ofOrigin(JsonNode origin) {
        for (String field : new String[] {"sender_user", "sender_chat", "chat"}) {
            JsonNode author = origin.path(field);
            if (author.isObject()) {
                return ofAccount(author);
            }
        }
        return new TelegramAuthor(
                "", origin.path("sender_user_name").asText(""), SenderKind.PERSON);
    }

    /** Returns the name of a person or the title of a chat; empty if it has neither. */
    static String name(JsonNode author) {
        String title = author.path("title").asText("").strip();
        String name =
                (author.path("first_name").asText("") + " " + author.path("last_name").asText(""))
                        .strip();
        String username = author.path("username").asText("");
        return title.isEmpty() ? name.isEmpty() ? username : name : title;
    }

    private static SenderKind kind(JsonNode message, JsonNode chat, JsonNode from) {
        if (message.path("is_automatic_forward").asBoolean()) {
            return SenderKind.CHANNEL;
        }
        long id = from.path("id").asLong();
        boolean placeholder = id == ANONYMOUS_ADMIN || id == CHANNEL_BOT || chat.isObject();
        return from.path("is_bot").asBoolean() && !placeholder ? SenderKind.BOT : SenderKind.PERSON;
    }
}

package dev.gateway.adapter.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gateway.adapter.telegram.message.ParsedUpdate;
import dev.gateway.adapter.telegram.message.TelegramAuthor;
import dev.gateway.adapter.telegram.message.UpdateType;
import dev.gateway.core.http.CallCancelledException;
import dev.gateway.core.platform.InboundMessage;
import dev.gateway.core.platform.MessageContext;
import dev.gateway.core.platform.MessageKind;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** A parser of updates of all types. */
final class TelegramUpdateParser {

    private final TelegramMessageParser messages;
    private final CallbackParser callbacks;
    private final Clock clock;

    TelegramUpdateParser(TelegramMessageParser messages, Clock clock) {
        this.messages = messages;
        this.callbacks = new CallbackParser(messages, clock);
        this.clock = clock;
    }

    /** Returns the message of an update, or the kind of what is left out on purpose. */
    ParsedUpdate parse(long id, JsonNode update)
            throws CallCancelledException, InterruptedException {
        for (UpdateType type : UpdateType.values()) {
            JsonNode content = update.path(type.key());
            if (content.isObject()) {
                return switch (type) {
                    case MESSAGE,
                            GUEST_MESSAGE,
                            CHANNEL_POST,
                            EDITED_MESSAGE,
                            EDITED_CHANNEL_POST ->
                            messages.parse(id, content, type);
                    case CALLBACK_QUERY -> callbacks.parse(id, content);
                    case MESSAGE_REACTION -> reaction(id, content);
                    case MY_CHAT_MEMBER -> ParsedUpdate.leftOut(membership(content));
                };
            }
        }
        return ParsedUpdate.leftOut(kind(update));
    }

    /** Returns a placeholder for an update whose content cannot be read. */
    ParsedUpdate unreadable(long id, JsonNode update) {
        for (UpdateType type : UpdateType.values()) {
            JsonNode content = update.path(type.key());
            if (content.isObject()) {
                return type == UpdateType.CALLBACK_QUERY
                        ? messages.unreadable(id, content.path("message"))
                                .withCallback(content.path("id").asText(""))
                        : messages.unreadable(id, content);
            }
        }
        return ParsedUpdate.leftOut(kind(update));
    }

    private ParsedUpdate reaction(long id, JsonNode reaction) {
        JsonNode chat = reaction.path("chat").path("id");
        if (!chat.isIntegralNumber()) {
            return ParsedUpdate.leftOut("a reaction without chat");
        }
        JsonNode actor = reaction.path(reaction.has("user") ? "user" : "actor_chat");
        String added = emoji(reaction.path("new_reaction"));
        String shown = added.isEmpty() ? "taken back" : added;
        ChatTarget target = new ChatTarget(chat.asLong(), OptionalLong.empty());
        String message = reaction.path("message_id").asText("");
        TelegramAuthor person = TelegramAuthor.ofAccount(actor);
        return ParsedUpdate.of(
                new InboundMessage(
                                Long.toString(id),
                                target.conversation(),
                                person.id(),
                                target.direct(),
                                "[reaction " + shown + " to message " + message + "]",
                                List.of(),
                                "",
                                clock.instant())
                        .withContext(
                                MessageContext.builder()
                                        .senderName(person.name())
                                        .senderKind(person.kind())
                                        .chatTitle(reaction.path("chat").path("title").asText(""))
                                        .addressed(target.direct())
                                        .kind(MessageKind.OTHER)
                                        .build()));
    }

    private static String emoji(JsonNode reactions) {
        List<String> emoji = new ArrayList<>();
        for (JsonNode one : reactions) {
            emoji.add(one.path("emoji").asText("⭐"));
        }
        return String.join(" ", emoji);
    }

    private static String membership(JsonNode change) {
        return "my_chat_member (the bot is now \""
                + change.path("new_chat_member").path("status").asText("?").replaceAll("\\W", "")
                + "\" in chat "
                + change.path("chat").path("id").asLong()
                + ")";
    }

    private static String kind(JsonNode update) {
        List<String> names = new ArrayList<>();
        update.fieldNames().forEachRemaining(names::add);
        names.remove("update_id");
        return names.isEmpty() ? "an empty update" : names.get(0).replaceAll("\\W", "");
    }
}

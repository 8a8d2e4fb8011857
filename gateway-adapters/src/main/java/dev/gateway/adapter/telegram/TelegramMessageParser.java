package dev.gateway.adapter.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gateway.adapter.telegram.message.BotMention;
import dev.gateway.adapter.telegram.message.ParsedUpdate;
import dev.gateway.adapter.telegram.message.ServiceNotice;
import dev.gateway.adapter.telegram.message.TelegramAuthor;
import dev.gateway.adapter.telegram.message.TelegramContent;
import dev.gateway.adapter.telegram.message.TelegramQuote;
import dev.gateway.adapter.telegram.message.UpdateType;
import dev.gateway.adapter.telegram.outgoing.GuestQuery;
import dev.gateway.core.http.CallCancelledException;
import dev.gateway.core.platform.InboundMessage;
import dev.gateway.core.platform.MessageContext;
import dev.gateway.core.platform.MessageContextBuilder;
import dev.gateway.core.platform.MessageKind;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A parser of messages in updates. */
final class TelegramMessageParser {

    private static final String UNREADABLE = "[a message that cannot be read]";

    private final long ownId;
    private final BotUsername username;
    private final Clock clock;

    /**
     * Creates a parser.
     *
     * @param ownId the bot's id, whose own messages are ignored
     * @param username the bot's name, asked for when a message needs it
     * @param clock the time for messages without a date
     */
    TelegramMessageParser(long ownId, BotUsername username, Clock clock) {
        this.ownId = ownId;
        this.username = username;
        this.clock = clock;
    }

    /**
     * Returns the message of an update.
     *
     * @param type the type of the update that holds it
     */
    ParsedUpdate parse(long updateId, JsonNode message, UpdateType type)
            throws CallCancelledException, InterruptedException {
        Optional<String> notice = ServiceNotice.in(message);
        if (!hasChat(message)) {
            return ParsedUpdate.leftOut("a message without chat");
        }
        if (notice.isPresent()) {
            return ParsedUpdate.leftOut(notice.get());
        }
        if (message.path("from").path("id").asLong(0) == ownId) {
            return ParsedUpdate.leftOut("an own message");
        }
        boolean edited = type.edited();
        if (edited && message.path("location").isObject()) {
            return ParsedUpdate.leftOut("a move of a live location");
        }
        TelegramContent content = TelegramContent.of(message);
        if (content.text().isBlank() && content.files().isEmpty()) {
            return ParsedUpdate.leftOut("a message without content");
        }
        boolean guest = type == UpdateType.GUEST_MESSAGE;
        boolean group = guest || message.path("chat").path("id").asLong() < 0;
        BotMention mention =
                new BotMention(
                        ownId,
                        group && BotMention.needsName(message) ? username.get() : Optional.empty());
        if (group && mention.otherCommand(message)) {
            return ParsedUpdate.leftOut("a command to another bot");
        }
        ChatTarget target = target(message);
        boolean addressed =
                !group || guest || target.receiver().isPresent() || mention.addressed(message);
        String text = group ? mention.withoutName(content.text()) : content.text();
        MessageContextBuilder context =
                context(message, content)
                        .kind(edited ? MessageKind.EDITED : content.kind())
                        .addressed(addressed);
        if (edited) {
            context.album("");
        }
        InboundMessage received =
                guest ? guest(updateId, message, text) : inbound(updateId, message, target, text);
        return ParsedUpdate.of(received.withRemote(content.files()).withContext(context.build()));
    }

    /** Returns a message whose content cannot be read. */
    ParsedUpdate unreadable(long updateId, JsonNode message) {
        return hasChat(message)
                ? ParsedUpdate.of(inbound(updateId, message, target(message), UNREADABLE))
                : ParsedUpdate.leftOut("a message without chat");
    }

    /** Returns the chat of a message, its topic, and the only person who sees the answer. */
    ChatTarget target(JsonNode message) {
        return new ChatTarget(
                message.path("chat").path("id").asLong(), topic(message), receiver(message));
    }

    private static MessageContextBuilder context(JsonNode message, TelegramContent content) {
        TelegramAuthor author = TelegramAuthor.of(message);
        return MessageContext.builder()
                .senderName(author.name())
                .senderKind(author.kind())
                .chatTitle(message.path("chat").path("title").asText(""))
                .mentionsAll(BotMention.ofAll(message))
                .replyTo(TelegramQuote.of(message))
                .forwardedFrom(TelegramQuote.forwardedFrom(message))
                .location(content.location())
                .album(message.path("media_group_id").asText(""))
                .messageId(isEphemeral(message) ? "" : message.path("message_id").asText(""));
    }

    private InboundMessage inbound(
            long updateId, JsonNode message, ChatTarget target, String text) {
        String author = TelegramAuthor.of(message).id();
        OptionalLong answered =
                isEphemeral(message) ? OptionalLong.empty() : number(message.path("message_id"));
        return new InboundMessage(
                Long.toString(updateId),
                target.conversation(),
                author.isEmpty() ? Long.toString(target.chat()) : author,
                target.direct(),
                text,
                List.of(),
                new TelegramReplyContext(answered, target.topic()).text(),
                sentAt(message.path("date")));
    }

    /**
     * Returns a message from a chat whose member the bot is not. It is a conversation of its own,
     * as it is answered once and not by the id of its chat.
     */
    private InboundMessage guest(long updateId, JsonNode message, String text) {
        return new InboundMessage(
                Long.toString(updateId),
                new GuestQuery(message.path("guest_query_id").asText("")).conversation(),
                TelegramAuthor.of(message).id(),
                false,
                text,
                List.of(),
                "",
                sentAt(message.path("date")));
    }

    private static boolean hasChat(JsonNode message) {
        JsonNode chat = message.path("chat").path("id");
        return chat.isIntegralNumber() && chat.canConvertToLong();
    }

    /**
     * Returns the topic. A reply in a group without topics names a thread too, to which nothing can
     * be sent.
     */
    private static OptionalLong topic(JsonNode message) {
        boolean isTopic =
                message.path("is_topic_message")
                        .asBoolean(!message.path("reply_to_message").isObject());
        return isTopic ? number(message.path("message_thread_id")) : OptionalLong.empty();
    }

    /** Returns the sender of a message that the bot alone sees in a group. */
    private static OptionalLong receiver(JsonNode message) {
        return isEphemeral(message)
                ? number(message.path("from").path("id"))
                : OptionalLong.empty();
    }

    private static boolean isEphemeral(JsonNode message) {
        JsonNode id = message.path("message_id");
        return message.has("ephemeral_message_id")
                || message.has("receiver_user")
                || id.isIntegralNumber() && id.asLong() == 0;
    }

    private Instant sentAt(JsonNode date) {
        return date.isIntegralNumber() && date.canConvertToInt()
                ? Instant.ofEpochSecond(date.asLong())
                : clock.instant();
    }

    private static OptionalLong number(JsonNode value) {
        return value.isIntegralNumber() && value.canConvertToLong()
                ? OptionalLong.of(value.asLong())
                : OptionalLong.empty();
    }
}

package dev.gateway.sim.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.sim.chat.SentMessage;
import dev.gateway.sim.telegram.content.UserContent;
import dev.gateway.sim.telegram.content.UserIdentity;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The updates that members of a chat cause. Guarded by the platform's lock. */
final class MemberUpdates {

    private final TelegramState state;
    private final TelegramChat chat;
    private final long topic;

    MemberUpdates(TelegramState state, TelegramChat chat, long topic) {
        this.state = state;
        this.chat = chat;
        this.topic = topic;
    }

    /** Sends a message to the bot, in a shared group to all bots in it. */
    SentMessage post(UserIdentity author, UserContent content, long repliedTo) {
        long id = chat.nextMessageId();
        SentMessage first = null;
        for (TelegramChat one : chat.withSiblings()) {
            ObjectNode message = message(one, id, author, repliedTo);
            message.setAll(content.json());
            SentMessage sent = deliver(one, "message", message, content.text(), "");
            first = first == null ? sent : first;
        }
        return first;
    }

    /** Sends a message that the bot alone sees. */
    SentMessage whisper(UserIdentity author, UserContent content) {
        long id = chat.nextMessageId();
        ObjectNode message = message(chat, 0, author, 0);
        message.put("ephemeral_message_id", id);
        message.set("receiver_user", chat.bot().user());
        message.setAll(content.json());
        return announce(chat, "message", message, content.text(), "/ephemeral-" + id);
    }

    /** Changes the text of a message that a member sent. */
    SentMessage edit(long messageId, String text) {
        TelegramChat.Message old =
                chat.message(messageId)
                        .orElseThrow(() -> new IllegalArgumentException("no such message"));
        ObjectNode message = old.json().deepCopy();
        boolean caption = message.has("caption");
        ObjectNode written = UserContent.text(text).json();
        message.remove(List.of("entities", "caption_entities"));
        if (caption) {
            message.put("caption", text);
        } else {
            message.setAll(written);
        }
        message.put("edit_date", state.clock().instant().getEpochSecond());
        return deliver(chat, "edited_message", message, text, "/edit");
    }

    /** Presses a button of one of the bot's messages. */
    SentMessage press(UserIdentity person, TelegramChat.Message shown, String data) {
        long id = chat.nextMessageId();
        String query = chat.bot().id() + "" + (1_000_000 + id);
        chat.bot().callbacks().put(query, Optional.empty());
        ObjectNode callback =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("id", query)
                        .put("chat_instance", Long.toString(chat.id()))
                        .put("data", data);
        callback.set("from", person.from());
        callback.set("message", shown.json());
        return announce(chat, "callback_query", callback, data, "/callback-" + query);
    }

    /** Reacts to a message with an emoji. */
    void react(UserIdentity person, long messageId, String emoji) {
        ObjectNode reaction = JsonNodeFactory.instance.objectNode().put("message_id", messageId);
        reaction.set("chat", chat.json());
        reaction.set("user", person.from());
        reaction.put("date", state.clock().instant().getEpochSecond());
        reaction.putArray("old_reaction");
        reaction.putArray("new_reaction").addObject().put("type", "emoji").put("emoji", emoji);
        chat.bot().deliver("message_reaction", reaction, state.clock().instant(), Optional.empty());
    }

    /** Notes something about the chat, as a message that no person says. */
    void note(UserIdentity author, String field, JsonNode value) {
        ObjectNode message = message(chat, chat.nextMessageId(), author, 0);
        message.set(field, value);
        chat.bot().deliver("message", message, state.clock().instant(), Optional.empty());
    }

    /** Tells the bot its new state in this chat. */
    void member(UserIdentity actor, String before, String now) {
        ObjectNode change = JsonNodeFactory.instance.objectNode();
        change.set("chat", chat.json());
        change.set("from", actor.from());
        change.put("date", state.clock().instant().getEpochSecond());
        change.putObject("old_chat_member").put("status", before).set("user", chat.bot().user());
        change.putObject("new_chat_member").put("status", now).set("user", chat.bot().user());
        chat.bot().deliver("my_chat_member", change, state.clock().instant(), Optional.empty());
    }

    private ObjectNode message(TelegramChat one, long id, UserIdentity author, long repliedTo) {
        ObjectNode message = JsonNodeFactory.instance.objectNode().put("message_id", id);
        message.set("chat", one.json());
        message.put("date", state.clock().instant().getEpochSecond());
        author.addTo(message);
        if (topic != 0) {
            message.put("message_thread_id", topic).put("is_topic_message", true);
        }
        one.message(repliedTo)
                .ifPresent(replied -> message.set("reply_to_message", replied.shortened()));
        return message;
    }

    private SentMessage deliver(
            TelegramChat one, String type, ObjectNode message, String text, String suffix) {
        SentMessage sent = announce(one, type, message, text, suffix);
        one.add(
                message.path("message_id").asLong(),
                new TelegramChat.Message(topic, message, Optional.of(sent.id()), Optional.empty()));
        return sent;
    }

    private SentMessage announce(
            TelegramChat one, String type, ObjectNode content, String text, String suffix) {
        TelegramBot bot = one.bot();
        Instant now = state.clock().instant();
        String key = suffix.startsWith("/edit") ? suffix + "-" + bot.queue().head() : suffix;
        String message = content.path("message_id").asText("0");
        String ledgerId = bot.id() + "/" + one.id() + "/" + message + key;
        state.ledger().said(ledgerId, bot.label(), one.conversation(topic), text);
        bot.deliver(type, content, now, Optional.of(ledgerId));
        return new SentMessage(ledgerId, text, state.ledger());
    }
}

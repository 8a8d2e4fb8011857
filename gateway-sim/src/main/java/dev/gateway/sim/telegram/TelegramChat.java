package dev.gateway.sim.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.sim.chat.BotMessage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One chat of one bot. Guarded by the platform's lock. */
final class TelegramChat {

    private final TelegramBot bot;
    private final long id;
    private final String type;
    private final String title;
    private final Map<Long, String> topics = new LinkedHashMap<>();
    private final Set<Long> closedTopics = new HashSet<>();
    private final List<Long> pinned = new ArrayList<>();
    private final Map<Long, Message> messages = new LinkedHashMap<>();
    private final List<String> actions = new ArrayList<>();
    private final List<TelegramChat> siblings = new ArrayList<>();
    private String refusal = "";
    private long migratedTo;

    TelegramChat(TelegramBot bot, long id, String type, String title) {
        this.bot = bot;
        this.id = id;
        this.type = type;
        this.title = title;
    }

    /**
     * A message in a chat.
     *
     * @param thread the topic; 0 for none
     * @param json as the platform shows it
     * @param ledgerId present if a user sent it
     * @param heard present if the bot sent it
     */
    record Message(
            long thread, ObjectNode json, Optional<String> ledgerId, Optional<BotMessage> heard) {

        /** Returns it without its own reply, as the platform shows a message that is replied to. */
        ObjectNode shortened() {
            ObjectNode copy = json.deepCopy();
            copy.remove("reply_to_message");
            return copy;
        }

        /** Returns whether one member alone sees it. */
        boolean isEphemeral() {
            return json.has("receiver_user");
        }

        private boolean offers(String data) {
            for (JsonNode row : json.path("reply_markup").path("inline_keyboard")) {
                for (JsonNode button : row) {
                    if (button.path("callback_data").asText("").equals(data)) {
                        return heard.isPresent();
                    }
                }
            }
            return false;
        }
    }

    TelegramBot bot() {
        return bot;
    }

    long id() {
        return id;
    }

    String type() {
        return type;
    }

    boolean isPrivate() {
        return type.equals("private");
    }

    /** Returns the reason why the bot may not write here; empty if it may. */
    String refusal() {
        return refusal;
    }

    void refuse(String reason) {
        refusal = reason;
    }

    /** Returns the supergroup that replaced this group; 0 if none did. */
    long migratedTo() {
        return migratedTo;
    }

    void migrateTo(long newId) {
        migratedTo = newId;
    }

    void addTopic(long thread) {
        topics.putIfAbsent(thread, "topic " + thread);
    }

    /** Creates a topic with a name. */
    void addTopic(long thread, String name) {
        topics.put(thread, name);
    }

    /** Deletes a topic with its messages. */
    void deleteTopic(long thread) {
        topics.remove(thread);
        closedTopics.remove(thread);
        messages.values().removeIf(message -> message.thread() == thread);
    }

    /** Closes a topic, or opens it again: only its owner writes into a closed one. */
    void closeTopic(long thread, boolean closed) {
        if (closed) {
            closedTopics.add(thread);
        } else {
            closedTopics.remove(thread);
        }
    }

    boolean isClosed(long thread) {
        return closedTopics.contains(thread);
    }

    /** Returns the ids of the pinned messages, the latest last. */
    List<Long> pinned() {
        return pinned;
    }

    boolean isForum() {
        return !topics.isEmpty();
    }

    boolean hasTopic(long thread) {
        return topics.containsKey(thread);
    }

    void add(long messageId, Message message) {
        messages.put(messageId, message);
    }

    /** Deletes a message for all. */
    void remove(long messageId) {
        messages.remove(messageId);
        pinned.remove(messageId);
    }

    /** Returns all messages, oldest first. */
    List<Message> messages() {
        return List.copyOf(messages.values());
    }

    Optional<Message> message(long messageId) {
        return Optional.ofNullable(messages.get(messageId));
    }

    List<String> actions() {
        return actions;
    }

    /** Returns the bot's messages in one topic, or outside of all topics. */
    List<BotMessage> heard(long thread) {
        return messages.values().stream()
                .filter(message -> message.thread() == thread && !message.isEphemeral())
                .flatMap(message -> message.heard().stream())
                .toList();
    }

    /** Returns the bot's messages that one member alone sees. */
    List<BotMessage> heardAlone(long receiver) {
        return messages.values().stream()
                .filter(
                        message ->
                                message.json().path("receiver_user").path("id").asLong()
                                        == receiver)
                .flatMap(message -> message.heard().stream())
                .toList();
    }

    /** Returns the latest message of the bot with a button of this data. */
    Message withButton(String data) {
        Message latest = null;
        for (Message message : messages.values()) {
            latest = message.offers(data) ? message : latest;
        }
        if (latest == null) {
            throw new IllegalArgumentException("no message has a button \"" + data + "\"");
        }
        return latest;
    }

    /** Joins the views that several bots have of one group. */
    void share(List<TelegramChat> views) {
        siblings.addAll(views);
        siblings.remove(this);
    }

    /** Returns this view of the group and those of the other bots in it. */
    List<TelegramChat> withSiblings() {
        List<TelegramChat> all = new ArrayList<>(siblings);
        all.add(0, this);
        return all;
    }

    /** Returns the id of the next message, which is the same for all bots of a shared group. */
    long nextMessageId() {
        long next = 0;
        for (TelegramChat one : withSiblings()) {
            next = Math.max(next, one.bot.nextMessageId());
        }
        for (TelegramChat one : siblings) {
            one.bot.skipMessagesTo(next);
        }
        bot.skipMessagesTo(next);
        return next;
    }

    /** Shows a message of the bot to the other bots of a shared group. */
    void relay(long messageId, Message message, Instant now) {
        for (TelegramChat other : siblings) {
            other.add(
                    messageId,
                    new Message(
                            message.thread(), message.json(), Optional.empty(), Optional.empty()));
            other.bot.deliver("message", message.json().deepCopy(), now, Optional.empty());
        }
    }

    /** Returns the name of a conversation in the ledger. */
    String conversation(long thread) {
        return thread == 0 ? Long.toString(id) : id + "/" + thread;
    }

    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("id", id);
        if (isPrivate()) {
            json.put("first_name", title).put("username", title);
        } else {
            json.put("title", title);
        }
        if (isForum()) {
            json.put("is_forum", true);
        }
        return json.put("type", type);
    }
}

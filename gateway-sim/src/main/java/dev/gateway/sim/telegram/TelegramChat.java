package dev.gateway.sim.telegram;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.sim.chat.BotMessage;
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
            long thread, ObjectNode json, Optional<String> ledgerId, Optional<BotMessage> heard) {}

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

    /** Closes a topic, or opens it again: nobody but its owner writes into a closed one. */
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
                .filter(message -> message.thread() == thread)
                .flatMap(message -> message.heard().stream())
                .toList();
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

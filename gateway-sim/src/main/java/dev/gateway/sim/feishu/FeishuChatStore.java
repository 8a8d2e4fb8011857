package dev.gateway.sim.feishu;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.sim.feishu.FeishuMessage.Author;
import dev.gateway.sim.feishu.protocol.FeishuException;
import dev.gateway.sim.feishu.protocol.FeishuIds;
import dev.gateway.sim.feishu.protocol.FeishuUserIds;
import dev.gateway.sim.referee.MessageLedger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** The chats and all messages in them. Guarded by the platform's lock. */
final class FeishuChatStore {

    private final FeishuOptions options;
    private final EventPusher events;
    private final MessageLedger ledger;
    private final Map<String, FeishuChat> chats = new LinkedHashMap<>();
    private final Map<String, FeishuMessage> messages = new LinkedHashMap<>();
    private int lastNumber;

    FeishuChatStore(FeishuOptions options, EventPusher events, MessageLedger ledger) {
        this.options = options;
        this.events = events;
        this.ledger = ledger;
    }

    FeishuChat privateChat(FeishuApp app, String person) {
        String id = "oc_" + FeishuIds.hash("private " + app.id() + " " + person);
        FeishuChat chat =
                chats.computeIfAbsent(id, unused -> new FeishuChat(app, id, person, true));
        chat.addMember(person);
        return chat;
    }

    FeishuChat group(FeishuApp app, String title) {
        String id = "oc_" + FeishuIds.hash("group " + app.id() + " " + title);
        return chats.computeIfAbsent(id, unused -> new FeishuChat(app, id, title, false));
    }

    Optional<FeishuChat> find(String chatId, FeishuApp app) {
        return Optional.ofNullable(chats.get(chatId)).filter(chat -> chat.app() == app);
    }

    List<FeishuChat> of(FeishuApp app) {
        return chats.values().stream().filter(chat -> chat.app() == app).toList();
    }

    /** Returns the chat that an app addresses by an id of this type. */
    FeishuChat receiver(FeishuApp app, String idType, String id) throws FeishuException {
        if (idType.equals("chat_id")) {
            return find(id, app).orElseThrow(() -> FeishuException.invalid("receive_id"));
        }
        if (!idType.matches("open_id|union_id|user_id")) {
            throw FeishuException.invalid("receive_id_type");
        }
        return of(app).stream()
                .filter(chat -> chat.direct())
                .filter(chat -> FeishuUserIds.id(chat.name(), idType).equals(id))
                .findFirst()
                .orElseThrow(() -> new FeishuException(99992351, "not a valid " + idType));
    }

    Optional<FeishuMessage> message(String id) {
        return Optional.ofNullable(messages.get(id));
    }

    /** Returns a message that the calling app can see. */
    FeishuMessage message(RestCall call, String id) throws FeishuException {
        return message(id)
                .filter(message -> message.chat().app() == call.app())
                .orElseThrow(() -> FeishuException.invalid("message_id"));
    }

    /** Returns the messages of an app's chats that match, oldest first. */
    List<FeishuMessage> messages(FeishuApp app, Predicate<FeishuMessage> matches) {
        return messages.values().stream()
                .filter(message -> message.chat().app() == app)
                .filter(matches)
                .toList();
    }

    /** Returns the types of the messages that bots sent to a chat. */
    List<String> typesOfBots(String chatId) {
        return messages.values().stream()
                .filter(message -> message.chat().id().equals(chatId) && message.ofBot())
                .map(FeishuMessage::type)
                .toList();
    }

    /** Adds a message of the bot; no client gets an event. */
    FeishuMessage fromBot(FeishuChat chat, String type, String content) {
        return add(
                chat,
                Author.self(chat.app()),
                type,
                content,
                JsonNodeFactory.instance.arrayNode(),
                Optional.empty());
    }

    /**
     * Adds a message of a person or another bot and delivers its event to the bot.
     *
     * @param from the author, who also says where it is written
     * @param text the text for the ledger
     * @param mentions the mentions of the event; empty for none
     * @param answers the message that it replies to
     */
    FeishuMessage fromPerson(
            FeishuUser from,
            String type,
            String content,
            String text,
            ArrayNode mentions,
            Optional<FeishuMessage> answers) {
        FeishuMessage message = prepare(from, type, content, text, mentions, answers);
        deliver(from, message);
        return message;
    }

    /** Adds a selection of earlier messages that a person forwards as one. */
    FeishuMessage forwarded(FeishuUser from, List<FeishuMessage> selected) {
        FeishuMessage merged =
                prepare(
                        from,
                        FeishuMessage.MERGED,
                        FeishuMessage.MERGED_CONTENT,
                        "",
                        from.mentions(),
                        Optional.empty());
        copyInto(merged, selected);
        deliver(from, merged);
        return merged;
    }

    private FeishuMessage prepare(
            FeishuUser from,
            String type,
            String content,
            String text,
            ArrayNode mentions,
            Optional<FeishuMessage> answers) {
        FeishuChat chat = from.chat();
        String ledgerId = "om_" + FeishuIds.hash("message " + (lastNumber + 1));
        ledger.said(ledgerId, chat.app().label(), chat.id(), text);
        FeishuMessage message =
                add(chat, from.author(), type, content, mentions, Optional.of(ledgerId));
        chat.addMember(from.name());
        message.threadId(from.thread());
        answers.ifPresent(message::repliesTo);
        if (chat.topics() && message.threadId().isEmpty()) {
            message.threadId("omt_" + FeishuIds.hash("topic " + message.id()).substring(0, 12));
        }
        return message;
    }

    private void deliver(FeishuUser from, FeishuMessage message) {
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.set("sender", FeishuUserIds.sender(from.name(), from.bot()));
        event.set("message", eventMessage(message));
        pushEvent(message.chat().app(), "im.message.receive_v1", event, message.ledgerId());
    }

    /** Adds copies of messages to one that forwards them. */
    void copyInto(FeishuMessage merged, List<FeishuMessage> selected) {
        for (FeishuMessage original : selected) {
            FeishuMessage copy =
                    add(
                            merged.chat(),
                            original.author(),
                            original.type(),
                            original.content(),
                            original.mentions(),
                            Optional.empty());
            merged.addChild(copy);
            copyInto(copy, original.children());
        }
    }

    private void pushEvent(
            FeishuApp app, String type, ObjectNode event, Optional<String> ledgerId) {
        String eventId = FeishuIds.hash("event " + ++lastNumber);
        events.publish(app, eventId, envelope(app, eventId, type, event), ledgerId);
    }

    /** Delivers the press of a button, which the platform does once. */
    void pushPress(FeishuApp app, ObjectNode event) {
        String eventId = FeishuIds.hash("event " + ++lastNumber);
        events.publishOnce(app, eventId, envelope(app, eventId, "card.action.trigger", event));
    }

    private ObjectNode envelope(FeishuApp app, String eventId, String type, ObjectNode event) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("schema", "2.0");
        json.putObject("header")
                .put("event_id", eventId)
                .put("event_type", type)
                .put("create_time", Long.toString(options.clock().millis()))
                .put("token", "")
                .put("app_id", app.id())
                .put("tenant_key", FeishuUserIds.TENANT);
        json.set("event", event);
        return json;
    }

    private FeishuMessage add(
            FeishuChat chat,
            Author author,
            String type,
            String content,
            ArrayNode mentions,
            Optional<String> ledgerId) {
        String id = "om_" + FeishuIds.hash("message " + ++lastNumber);
        FeishuMessage message =
                new FeishuMessage(
                        id,
                        chat,
                        author,
                        type,
                        content,
                        mentions,
                        options.clock().millis(),
                        ledgerId);
        messages.put(id, message);
        return message;
    }

    private static ObjectNode eventMessage(FeishuMessage message) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("message_id", message.id());
        FeishuMessage.putUnlessEmpty(json, "root_id", message.rootId());
        FeishuMessage.putUnlessEmpty(json, "parent_id", message.parentId());
        String created = Long.toString(message.createdMillis());
        json.put("create_time", created)
                .put("update_time", created)
                .put("chat_id", message.chat().id());
        FeishuMessage.putUnlessEmpty(json, "thread_id", message.threadId());
        json.put("chat_type", message.chat().direct() ? "p2p" : "group")
                .put("message_type", message.type())
                .put("content", message.content());
        if (!message.mentions().isEmpty()) {
            json.set("mentions", message.mentions());
        }
        return json.put("user_agent", "Mozilla/5.0 (X11; Linux x86_64) Lark/7.0.0");
    }
}

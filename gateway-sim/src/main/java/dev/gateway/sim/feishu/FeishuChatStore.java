package dev.gateway.sim.feishu;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.sim.feishu.protocol.FeishuIds;
import dev.gateway.sim.referee.MessageLedger;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

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
        return chats.computeIfAbsent(id, unused -> new FeishuChat(app, id, person, true));
    }

    FeishuChat group(FeishuApp app, String title) {
        String id = "oc_" + FeishuIds.hash("group " + app.id() + " " + title);
        return chats.computeIfAbsent(id, unused -> new FeishuChat(app, id, title, false));
    }

    Optional<FeishuChat> find(String chatId, FeishuApp app) {
        return Optional.ofNullable(chats.get(chatId)).filter(chat -> chat.app() == app);
    }

    /** Returns the private chat of a person whom the bot knows. */
    Optional<FeishuChat> findPrivate(String openId, FeishuApp app) {
        return chats.values().stream()
                .filter(chat -> chat.app() == app && chat.direct())
                .filter(chat -> FeishuUserIds.openId(chat.name()).equals(openId))
                .findFirst();
    }

    Optional<FeishuMessage> message(String id) {
        return Optional.ofNullable(messages.get(id));
    }

    /** Adds a message of the bot; no client gets an event. */
    FeishuMessage fromBot(FeishuChat chat, String type, String content) {
        return add(chat, type, content, Optional.empty(), true);
    }

    /**
     * Adds a message of a person and delivers its event to the bot.
     *
     * @param text the text for the ledger
     * @param mentions the mentions of the event; empty for none
     * @param answers the message that it replies to
     * @param thread the thread that it belongs to; empty for none
     */
    FeishuMessage fromPerson(
            FeishuChat chat,
            String person,
            String type,
            JsonNode content,
            String text,
            ArrayNode mentions,
            Optional<FeishuMessage> answers,
            String thread) {
        String ledgerId = "om_" + FeishuIds.hash("message " + (lastNumber + 1));
        ledger.said(ledgerId, chat.app().label(), chat.id(), text);
        FeishuMessage message = add(chat, type, content.toString(), Optional.of(ledgerId), false);
        message.threadId(thread);
        answers.ifPresent(message::repliesTo);
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.set("sender", FeishuUserIds.sender(person));
        event.set("message", eventMessage(message, mentions));
        pushEvent(chat.app(), "im.message.receive_v1", event, message.ledgerId());
        return message;
    }

    /** Delivers an event of any type. */
    void pushEvent(FeishuApp app, String type, ObjectNode event, Optional<String> ledgerId) {
        String eventId = FeishuIds.hash("event " + ++lastNumber);
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("schema", "2.0");
        json.putObject("header")
                .put("event_id", eventId)
                .put("event_type", type)
                .put("create_time", Long.toString(options.clock().millis()))
                .put("token", "")
                .put("app_id", app.id())
                .put("tenant_key", FeishuUserIds.TENANT);
        json.set("event", event);
        events.publish(app, eventId, json, ledgerId);
    }

    private FeishuMessage add(
            FeishuChat chat,
            String type,
            String content,
            Optional<String> ledgerId,
            boolean ofBot) {
        String id = "om_" + FeishuIds.hash("message " + ++lastNumber);
        FeishuMessage message =
                new FeishuMessage(
                        id, chat, type, content, options.clock().millis(), ledgerId, ofBot);
        messages.put(id, message);
        return message;
    }

    private static ObjectNode eventMessage(FeishuMessage message, ArrayNode mentions) {
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
        if (!mentions.isEmpty()) {
            json.set("mentions", mentions);
        }
        return json.put("user_agent", "Mozilla/5.0 (X11; Linux x86_64) Lark/7.0.0");
    }
}

package dev.gateway.sim.feishu;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.sim.feishu.protocol.FeishuIds;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A message of a person or a bot. Guarded by the platform's lock. */
final class FeishuMessage {

    private final String id;
    private final FeishuChat chat;
    private final String type;
    private final long createdMillis;
    private final Optional<String> ledgerId;
    private final Map<String, String> reactions = new LinkedHashMap<>();
    private final boolean ofBot;
    private String content;
    private String threadId = "";
    private String parentId = "";
    private String rootId = "";
    private boolean recalled;

    FeishuMessage(
            String id,
            FeishuChat chat,
            String type,
            String content,
            long createdMillis,
            Optional<String> ledgerId,
            boolean ofBot) {
        this.id = id;
        this.chat = chat;
        this.type = type;
        this.content = content;
        this.createdMillis = createdMillis;
        this.ledgerId = ledgerId;
        this.ofBot = ofBot;
    }

    String id() {
        return id;
    }

    FeishuChat chat() {
        return chat;
    }

    String type() {
        return type;
    }

    String content() {
        return content;
    }

    void content(String changed) {
        content = changed;
    }

    long createdMillis() {
        return createdMillis;
    }

    /** Returns the message's id in the ledger; messages of the bot have none. */
    Optional<String> ledgerId() {
        return ledgerId;
    }

    boolean ofBot() {
        return ofBot;
    }

    /** Returns the kinds of the reactions by their ids. */
    Map<String, String> reactions() {
        return reactions;
    }

    String threadId() {
        return threadId;
    }

    void threadId(String thread) {
        threadId = thread;
    }

    String parentId() {
        return parentId;
    }

    String rootId() {
        return rootId;
    }

    void repliesTo(FeishuMessage parent) {
        parentId = parent.id;
        rootId = parent.rootId.isEmpty() ? parent.id : parent.rootId;
        if (threadId.isEmpty()) {
            threadId = parent.threadId;
        }
    }

    boolean recalled() {
        return recalled;
    }

    void recall() {
        recalled = true;
    }

    /** Returns the message in the form of the REST calls. */
    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("message_id", id);
        putUnlessEmpty(json, "root_id", rootId);
        putUnlessEmpty(json, "parent_id", parentId);
        putUnlessEmpty(json, "thread_id", threadId);
        json.put("msg_type", type)
                .put("create_time", Long.toString(createdMillis))
                .put("update_time", Long.toString(createdMillis))
                .put("deleted", recalled)
                .put("updated", false)
                .put("chat_id", chat.id());
        ObjectNode sender = json.putObject("sender");
        sender.put("id", ofBot ? chat.app().id() : "ou_" + FeishuIds.hash("user " + chat.name()))
                .put("id_type", ofBot ? "app_id" : "open_id")
                .put("sender_type", ofBot ? "app" : "user")
                .put("tenant_key", FeishuUserIds.TENANT);
        json.putObject("body").put("content", content);
        json.putArray("mentions");
        return json;
    }

    static void putUnlessEmpty(ObjectNode json, String key, String value) {
        if (!value.isEmpty()) {
            json.put(key, value);
        }
    }
}

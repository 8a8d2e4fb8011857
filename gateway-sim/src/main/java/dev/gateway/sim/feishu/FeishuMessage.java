package dev.gateway.sim.feishu;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.sim.feishu.protocol.FeishuUserIds;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A message of a person or a bot. Guarded by the platform's lock. */
final class FeishuMessage {

    /** The type of a selection of messages that is forwarded as one. */
    static final String MERGED = "merge_forward";

    private static final Pattern FILE_KEY = Pattern.compile("\"(?:image|file)_key\":\"([^\"]+)\"");

    static final String MERGED_CONTENT = "Merged and Forwarded Message";

    private final String id;
    private final FeishuChat chat;
    private final Author author;
    private final String type;
    private final long createdMillis;
    private final Optional<String> ledgerId;
    private final Map<String, String> reactions = new LinkedHashMap<>();
    private final List<FeishuMessage> children = new ArrayList<>();
    private final ArrayNode mentions;
    private String content;
    private String threadId = "";
    private String parentId = "";
    private String rootId = "";
    private String upperId = "";
    private boolean recalled;

    FeishuMessage(
            String id,
            FeishuChat chat,
            Author author,
            String type,
            String content,
            ArrayNode mentions,
            long createdMillis,
            Optional<String> ledgerId) {
        this.id = id;
        this.chat = chat;
        this.author = author;
        this.mentions = mentions;
        this.type = type;
        this.content = content;
        this.createdMillis = createdMillis;
        this.ledgerId = ledgerId;
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

    /** Returns the key of the file that the message shows; empty for none. */
    String fileKey() {
        Matcher key = FILE_KEY.matcher(content);
        return key.find() ? key.group(1) : "";
    }

    long createdMillis() {
        return createdMillis;
    }

    /** Returns the message's id in the ledger; messages of the bot have none. */
    Optional<String> ledgerId() {
        return ledgerId;
    }

    boolean ofBot() {
        return author.self();
    }

    /** Returns the kinds of the reactions by their ids. */
    Map<String, String> reactions() {
        return reactions;
    }

    Author author() {
        return author;
    }

    ArrayNode mentions() {
        return mentions;
    }

    /** Returns the messages that this one forwards together. */
    List<FeishuMessage> children() {
        return children;
    }

    void addChild(FeishuMessage child) {
        child.upperId = id;
        children.add(child);
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
        putUnlessEmpty(json, "upper_message_id", upperId);
        json.putObject("sender")
                .put("id", author.id())
                .put("id_type", author.app() ? "app_id" : "open_id")
                .put("sender_type", author.app() ? "app" : "user")
                .put("tenant_key", FeishuUserIds.TENANT);
        json.putObject("body").put("content", content);
        ArrayNode shown = json.putArray("mentions");
        for (JsonNode mention : mentions) {
            shown.addObject()
                    .put("key", mention.path("key").asText())
                    .put("id", mention.at("/id/open_id").asText())
                    .put("id_type", "open_id")
                    .put("name", mention.path("name").asText())
                    .put("tenant_key", mention.path("tenant_key").asText());
        }
        return json;
    }

    /**
     * The author of a message.
     *
     * @param id an {@code open_id} or, of an app, its id
     * @param app whether it is an app
     * @param self whether it is the app under test
     */
    record Author(String id, boolean app, boolean self) {

        static Author self(FeishuApp app) {
            return new Author(app.id(), true, true);
        }

        static Author other(String name, boolean bot) {
            return new Author(
                    bot ? FeishuUserIds.otherApp(name) : FeishuUserIds.openId(name), bot, false);
        }
    }

    static void putUnlessEmpty(ObjectNode json, String key, String value) {
        if (!value.isEmpty()) {
            json.put(key, value);
        }
    }
}

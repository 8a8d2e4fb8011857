package dev.gateway.sim.feishu.protocol;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The ids of people and bots and their form in events. */
public final class FeishuUserIds {

    /** The company that all people and apps belong to. */
    public static final String TENANT = "736588c9260f175e";

    /** The place-holder of a mention of all members. */
    public static final String ALL = "@_all";

    private FeishuUserIds() {}

    /** Returns the id of a person that every app sees. */
    public static String openId(String name) {
        return "ou_" + FeishuIds.hash("user " + name);
    }

    /** Returns the id of another app's bot, which is a stranger to the app under test. */
    public static String otherApp(String name) {
        return "cli_" + FeishuIds.hash("other bot " + name).substring(0, 16);
    }

    /** Returns all ids of a person. */
    public static ObjectNode ids(String name) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("union_id", "on_" + FeishuIds.hash("user " + name))
                .put("user_id", FeishuIds.hash("user " + name).substring(0, 8))
                .put("open_id", openId(name));
    }

    /** Returns an id of a person: {@code open_id}, {@code union_id} or {@code user_id}. */
    public static String id(String name, String idType) {
        return ids(name).path(idType).asText();
    }

    /** Returns the sender of an event. */
    public static ObjectNode sender(String name, boolean bot) {
        ObjectNode sender = JsonNodeFactory.instance.objectNode();
        sender.set("sender_id", ids(name));
        return sender.put("sender_type", bot ? "app" : "user").put("tenant_key", TENANT);
    }

    /** Returns the mention of a bot in a message. */
    public static ObjectNode mention(String key, String app, String openId, String name) {
        ObjectNode mention = JsonNodeFactory.instance.objectNode().put("key", key);
        mention.putObject("id")
                .put("union_id", "on_" + FeishuIds.hash("bot " + app))
                .put("user_id", "")
                .put("open_id", openId);
        return mention.put("mentioned_type", "bot").put("name", name).put("tenant_key", TENANT);
    }

    /** Returns the mention of a person in a message. */
    public static ObjectNode mention(String key, String name) {
        ObjectNode mention = JsonNodeFactory.instance.objectNode().put("key", key);
        mention.set("id", ids(name));
        return mention.put("mentioned_type", "user").put("name", name).put("tenant_key", TENANT);
    }

    /** Returns the mention of all members of a group, which has no id. */
    public static ObjectNode mentionOfAll() {
        ObjectNode mention = JsonNodeFactory.instance.objectNode().put("key", ALL);
        mention.putObject("id").put("union_id", "").put("user_id", "").put("open_id", "");
        return mention.put("name", "所有人").put("tenant_key", "");
    }
}

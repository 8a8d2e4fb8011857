package dev.gateway.sim.feishu;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.sim.feishu.protocol.FeishuIds;

/** The ids of people and their form in events. */
final class FeishuUserIds {

    static final String TENANT = "736588c9260f175e";

    private FeishuUserIds() {}

    static String openId(String name) {
        return "ou_" + FeishuIds.hash("user " + name);
    }

    static ObjectNode ids(String name) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("union_id", "on_" + FeishuIds.hash("user " + name))
                .put("user_id", FeishuIds.hash("user " + name).substring(0, 8))
                .put("open_id", openId(name));
    }

    /** Returns the sender of an event. */
    static ObjectNode sender(String name) {
        ObjectNode sender = JsonNodeFactory.instance.objectNode();
        sender.set("sender_id", ids(name));
        return sender.put("sender_type", "user").put("tenant_key", TENANT);
    }

    /** Returns the mention of a bot in a message. */
    static ObjectNode mention(String key, FeishuApp app) {
        ObjectNode mention = JsonNodeFactory.instance.objectNode().put("key", key);
        mention.putObject("id")
                .put("union_id", "on_" + FeishuIds.hash("bot " + app.id()))
                .put("user_id", "")
                .put("open_id", app.openId());
        return mention.put("mentioned_type", "bot")
                .put("name", app.name())
                .put("tenant_key", TENANT);
    }

    /** Returns the mention of a person in a message. */
    static ObjectNode mention(String key, String name) {
        ObjectNode mention = JsonNodeFactory.instance.objectNode().put("key", key);
        mention.set("id", ids(name));
        return mention.put("mentioned_type", "user").put("name", name).put("tenant_key", TENANT);
    }
}

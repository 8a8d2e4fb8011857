package dev.gateway.sim.feishu;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.sim.feishu.protocol.EmojiTypes;
import dev.gateway.sim.feishu.protocol.FeishuException;
import dev.gateway.sim.feishu.protocol.FeishuIds;
import dev.gateway.sim.server.Response;
import java.util.Map;

/** The REST calls on reactions. Guarded by the platform's lock. */
final class ReactionApi {

    private final FeishuOptions options;
    private final FeishuChatStore chats;

    ReactionApi(FeishuOptions options, FeishuChatStore chats) {
        this.options = options;
        this.chats = chats;
    }

    Response add(RestCall call) throws FeishuException {
        FeishuMessage message = chats.message(call, call.group(1));
        String kind = call.json().path("reaction_type").path("emoji_type").asText();
        if (!EmojiTypes.contains(kind)) {
            throw new FeishuException(231001, "The emoji_type is invalid.");
        }
        String id =
                "ZCaCIjUBVVWSrm" + FeishuIds.hash(message.id() + message.reactions().size() + kind);
        message.reactions().put(id, kind);
        message.chat().addAction("reaction " + kind);
        return RestCall.ok(json(call, id, kind));
    }

    Response remove(RestCall call) throws FeishuException {
        FeishuMessage message = chats.message(call, call.group(1));
        String kind = message.reactions().remove(call.group(2));
        if (kind == null) {
            throw new FeishuException(231003, "The reaction does not exist.");
        }
        message.chat().addAction("no reaction " + kind);
        return RestCall.ok();
    }

    Response list(RestCall call) throws FeishuException {
        FeishuMessage message = chats.message(call, call.group(1));
        String wanted = call.request().queryParameter("reaction_type").orElse("");
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        ArrayNode items = data.putArray("items");
        for (Map.Entry<String, String> reaction : message.reactions().entrySet()) {
            if (wanted.isEmpty() || wanted.equals(reaction.getValue())) {
                items.add(json(call, reaction.getKey(), reaction.getValue()));
            }
        }
        return RestCall.ok(data.put("has_more", false).put("page_token", ""));
    }

    private ObjectNode json(RestCall call, String id, String kind) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("reaction_id", id);
        json.putObject("operator").put("operator_id", call.app().id()).put("operator_type", "app");
        json.put("action_time", Long.toString(options.clock().millis()));
        json.putObject("reaction_type").put("emoji_type", kind);
        return json;
    }
}

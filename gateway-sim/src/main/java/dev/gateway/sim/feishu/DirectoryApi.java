package dev.gateway.sim.feishu;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.sim.feishu.protocol.FeishuException;
import dev.gateway.sim.feishu.protocol.FeishuUserIds;
import dev.gateway.sim.server.Response;
import java.util.Optional;

/** The REST calls on chats and people. Guarded by the platform's lock. */
final class DirectoryApi {

    private final FeishuChatStore chats;

    DirectoryApi(FeishuChatStore chats) {
        this.chats = chats;
    }

    Response chat(RestCall call) throws FeishuException {
        FeishuChat chat =
                chats.find(call.group(1), call.app())
                        .orElseThrow(() -> new FeishuException(232006, "Invalid chat_id."));
        return RestCall.ok(json(chat).put("user_count", Integer.toString(chat.members().size())));
    }

    /** Returns the groups of the bot; private chats are not in the list. */
    Response chats(RestCall call) {
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        ArrayNode items = data.putArray("items");
        chats.of(call.app()).stream()
                .filter(chat -> !chat.direct())
                .forEach(chat -> items.add(json(chat).put("chat_id", chat.id())));
        return RestCall.ok(data.put("has_more", false).put("page_token", ""));
    }

    Response members(RestCall call) throws FeishuException {
        FeishuChat chat =
                chats.find(call.group(1), call.app())
                        .orElseThrow(() -> new FeishuException(232006, "Invalid chat_id."));
        String type = idType(call, "member_id_type");
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        ArrayNode items = data.putArray("items");
        for (String name : chat.members()) {
            items.addObject()
                    .put("member_id_type", type)
                    .put("member_id", FeishuUserIds.id(name, type))
                    .put("name", name)
                    .put("tenant_key", FeishuUserIds.TENANT);
        }
        data.put("member_total", chat.members().size());
        return RestCall.ok(data.put("has_more", false).put("page_token", ""));
    }

    Response user(RestCall call) throws FeishuException {
        String type = idType(call, "user_id_type");
        Optional<String> name =
                chats.of(call.app()).stream()
                        .flatMap(chat -> chat.members().stream())
                        .filter(member -> FeishuUserIds.id(member, type).equals(call.group(1)))
                        .findFirst();
        ObjectNode user =
                FeishuUserIds.ids(
                        name.orElseThrow(
                                () -> new FeishuException(41050, "no user authority error")));
        user.put("name", name.get()).put("en_name", "").put("nickname", "");
        user.putObject("status").put("is_activated", true);
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        data.set("user", user);
        return RestCall.ok(data);
    }

    private static String idType(RestCall call, String parameter) throws FeishuException {
        String type = call.request().queryParameter(parameter).orElse("open_id");
        if (!type.matches("open_id|union_id|user_id")) {
            throw FeishuException.invalid(parameter);
        }
        return type;
    }

    private static ObjectNode json(FeishuChat chat) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("avatar", "")
                .put("name", chat.direct() ? "" : chat.name())
                .put("description", "")
                .put("chat_mode", chat.direct() ? "p2p" : chat.topics() ? "topic" : "group")
                .put("chat_type", "private")
                .put("external", false)
                .put("tenant_key", FeishuUserIds.TENANT)
                .put("chat_status", "normal");
    }
}

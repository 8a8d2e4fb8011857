package dev.gateway.sim.feishu;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.sim.feishu.protocol.FeishuException;
import dev.gateway.sim.feishu.protocol.StoredFile;
import dev.gateway.sim.server.Response;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The REST calls on messages that exist: reading, listing, forwarding and the files in them.
 * Guarded by the platform's lock.
 */
final class MessageQueryApi {

    private static final int MAX_PAGE = 50;

    private final FeishuChatStore chats;
    private final FeishuFileStore files;

    MessageQueryApi(FeishuChatStore chats, FeishuFileStore files) {
        this.chats = chats;
        this.files = files;
    }

    /** Returns a message; for a forwarded selection of messages, these as well. */
    Response get(RestCall call) throws FeishuException {
        FeishuMessage message = chats.message(call, call.group(1));
        if (message.recalled()) {
            throw new FeishuException(230110, "Action unavailable as the message was deleted.");
        }
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        ArrayNode items = data.putArray("items").add(message.json());
        addChildren(message, items);
        return RestCall.ok(data);
    }

    private void addChildren(FeishuMessage message, ArrayNode items) {
        for (FeishuMessage child : message.children()) {
            items.add(child.json());
            addChildren(child, items);
        }
    }

    /** Returns a page of the messages in a chat or thread. */
    Response list(RestCall call) throws FeishuException {
        String container = call.request().queryParameter("container_id").orElse("");
        List<FeishuMessage> found =
                switch (call.request().queryParameter("container_id_type").orElse("")) {
                    case "chat" -> {
                        FeishuChat chat =
                                chats.find(container, call.app())
                                        .orElseThrow(() -> FeishuException.invalid("container_id"));
                        yield chats.messages(call.app(), one -> one.chat() == chat);
                    }
                    case "thread" ->
                            chats.messages(call.app(), one -> one.threadId().equals(container));
                    default -> throw FeishuException.invalid("container_id_type");
                };
        List<FeishuMessage> sorted = new ArrayList<>(found);
        if (call.request().queryParameter("sort_type").orElse("").equals("ByCreateTimeDesc")) {
            Collections.reverse(sorted);
        }
        int size = number(call, "page_size", 20);
        int from = number(call, "page_token", 0);
        if (size < 1 || size > MAX_PAGE || from < 0) {
            throw FeishuException.invalid("page_size or page_token");
        }
        int to = Math.min(sorted.size(), from + size);
        ObjectNode data = JsonNodeFactory.instance.objectNode().put("has_more", to < sorted.size());
        data.put("page_token", to < sorted.size() ? Integer.toString(to) : "");
        ArrayNode items = data.putArray("items");
        sorted.subList(Math.min(from, to), to).forEach(message -> items.add(message.json()));
        return RestCall.ok(data);
    }

    private static int number(RestCall call, String name, int usual) throws FeishuException {
        String text = call.request().queryParameter(name).orElse("");
        if (text.isEmpty()) {
            return usual;
        }
        if (!text.matches("\\d{1,6}")) {
            throw FeishuException.invalid(name);
        }
        return Integer.parseInt(text);
    }

    /** Sends a copy of a message to another chat. */
    Response forward(RestCall call) throws FeishuException {
        FeishuMessage message = chats.message(call, call.group(1));
        FeishuChat chat = receiver(call, call.json());
        return RestCall.ok(chats.fromBot(chat, message.type(), message.content()).json());
    }

    /** Sends a selection of messages as one message to another chat. */
    Response forwardAll(RestCall call) throws FeishuException {
        JsonNode body = call.json();
        FeishuChat chat = receiver(call, body);
        List<FeishuMessage> selected = new ArrayList<>();
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        ArrayNode invalid = data.putArray("invalid_message_id_list");
        for (JsonNode id : body.path("message_id_list")) {
            chats.message(id.asText())
                    .filter(message -> message.chat().app() == call.app())
                    .ifPresentOrElse(selected::add, () -> invalid.add(id));
        }
        if (selected.isEmpty()) {
            throw FeishuException.invalid("message_id_list");
        }
        FeishuMessage merged =
                chats.fromBot(chat, FeishuMessage.MERGED, FeishuMessage.MERGED_CONTENT);
        chats.copyInto(merged, selected);
        data.set("message", merged.json());
        return RestCall.ok(data);
    }

    private FeishuChat receiver(RestCall call, JsonNode body) throws FeishuException {
        return chats.receiver(
                call.app(),
                call.request().queryParameter("receive_id_type").orElse("open_id"),
                body.path("receive_id").asText());
    }

    /** Returns a file of a message, in whole or in part. */
    Response resource(RestCall call) throws FeishuException {
        FeishuMessage message = chats.message(call, call.group(1));
        String key = call.group(2);
        String type = call.request().queryParameter("type").orElse("");
        StoredFile file =
                files.find(key)
                        .filter(found -> message.content().contains("\"" + key + "\""))
                        .filter(found -> type.equals(found.image() ? "image" : "file"))
                        .orElseThrow(
                                () ->
                                        new FeishuException(
                                                234003, "File not in msg. The key is invalid."));
        return files.content(call, file);
    }
}

package dev.gateway.sim.feishu;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.sim.chat.BotMessage;
import dev.gateway.sim.feishu.protocol.FeishuException;
import dev.gateway.sim.feishu.protocol.FeishuIds;
import dev.gateway.sim.feishu.protocol.StoredFile;
import dev.gateway.sim.referee.MessageLedger;
import dev.gateway.sim.server.Request;
import dev.gateway.sim.server.Response;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The REST calls on messages: sending, replying and reactions. A {@code uuid} that was used within
 * the last hour sends nothing and returns the first answer again. Guarded by the platform's lock.
 */
final class MessageApi {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration UUID_LIFE = Duration.ofHours(1);
    private static final int MAX_UUID = 50;
    private static final int MAX_TEXT = 150 * 1024;
    private static final int MAX_POST = 30 * 1024;
    private static final List<String> TYPES =
            List.of(
                    "text",
                    "post",
                    "image",
                    "file",
                    "audio",
                    "media",
                    "sticker",
                    "interactive",
                    "share_chat",
                    "share_user",
                    "system");

    private final FeishuOptions options;
    private final FeishuChatStore chats;
    private final FeishuFileStore files;
    private final MessageLedger ledger;
    private final RateLimiter limits;
    private final Map<String, Sent> byUuid = new LinkedHashMap<>();
    private int repeated;

    MessageApi(
            FeishuOptions options,
            FeishuChatStore chats,
            FeishuFileStore files,
            MessageLedger ledger,
            RateLimiter limits) {
        this.options = options;
        this.chats = chats;
        this.files = files;
        this.ledger = ledger;
        this.limits = limits;
    }

    private record Sent(FeishuMessage message, Instant at) {}

    /** Returns how often a {@code uuid} kept a message from being sent twice. */
    int repeated() {
        return repeated;
    }

    Response create(RestCall call) throws FeishuException {
        JsonNode body = call.json();
        String id = body.path("receive_id").asText();
        FeishuChat chat =
                switch (call.request().queryParameter("receive_id_type").orElse("open_id")) {
                    case "chat_id" ->
                            chats.find(id, call.app())
                                    .orElseThrow(() -> FeishuException.invalid("receive_id"));
                    case "open_id" ->
                            chats.findPrivate(id, call.app())
                                    .orElseThrow(
                                            () ->
                                                    new FeishuException(
                                                            99992351, "not a valid open_id"));
                    default -> throw FeishuException.invalid("receive_id_type");
                };
        return send(call, body, chat, Optional.empty());
    }

    Response reply(RestCall call) throws FeishuException {
        FeishuMessage parent = find(call);
        if (parent.recalled()) {
            throw new FeishuException(230011, "The message was recalled.");
        }
        return send(call, call.json(), parent.chat(), Optional.of(parent));
    }

    private Response send(
            RestCall call, JsonNode body, FeishuChat chat, Optional<FeishuMessage> parent)
            throws FeishuException {
        String uuid = body.path("uuid").asText();
        if (uuid.length() > MAX_UUID) {
            throw FeishuException.invalid("uuid");
        }
        Optional<Sent> before = used(call.app(), uuid);
        if (before.isPresent()) {
            repeated++;
            return RestCall.ok(before.get().message().json());
        }
        String type = body.path("msg_type").asText();
        String content = body.path("content").asText();
        check(call.request(), type);
        BotMessage botMessage = heard(type, content, parent);
        chat.checkOpen();
        limits.check(chat);
        FeishuMessage message = chats.fromBot(chat, type, content);
        boolean inThread = body.path("reply_in_thread").asBoolean();
        parent.ifPresent(answered -> thread(message, answered, inThread));
        Optional<String> answers =
                ledger.answered(
                        call.app().label(),
                        chat.id(),
                        parent.flatMap(FeishuMessage::ledgerId),
                        botMessage.text(),
                        call.request().connection());
        chat.addBotMessage(
                new BotMessage(botMessage.text(), answers, botMessage.files(), botMessage.nanos()));
        if (!uuid.isEmpty()) {
            byUuid.put(call.app().id() + " " + uuid, new Sent(message, now()));
        }
        return RestCall.ok(message.json());
    }

    private static void thread(FeishuMessage message, FeishuMessage parent, boolean inThread) {
        message.repliesTo(parent);
        if (inThread && message.threadId().isEmpty()) {
            parent.threadId("omt_" + FeishuIds.hash("thread " + parent.id()).substring(0, 12));
            message.threadId(parent.threadId());
        }
    }

    private Optional<Sent> used(FeishuApp app, String uuid) {
        byUuid.values()
                .removeIf(sent -> Duration.between(sent.at(), now()).compareTo(UUID_LIFE) > 0);
        return uuid.isEmpty()
                ? Optional.empty()
                : Optional.ofNullable(byUuid.get(app.id() + " " + uuid));
    }

    private static void check(Request request, String type) throws FeishuException {
        if (!TYPES.contains(type)) {
            throw FeishuException.invalid("msg_type");
        }
        int largest = type.equals("text") ? MAX_TEXT : MAX_POST;
        if (request.body().length > largest) {
            throw new FeishuException(
                    230025, "The length of the message content reaches its limit.");
        }
    }

    private BotMessage heard(String type, String content, Optional<FeishuMessage> parent)
            throws FeishuException {
        JsonNode json = content(content);
        List<BotMessage.File> sent = List.of();
        String text = "";
        switch (type) {
            case "text" -> {
                text = json.path("text").asText();
                if (text.isEmpty()) {
                    throw FeishuException.invalid("content");
                }
            }
            case "image" -> sent = List.of(file(type, json.path("image_key").asText()));
            case "file", "audio", "media" ->
                    sent = List.of(file(type, json.path("file_key").asText()));
            default -> text = json.toString();
        }
        return new BotMessage(
                text, parent.flatMap(FeishuMessage::ledgerId), sent, System.nanoTime());
    }

    private BotMessage.File file(String type, String key) throws FeishuException {
        StoredFile file =
                files.find(key)
                        .filter(found -> found.image() == type.equals("image"))
                        .orElseThrow(() -> new FeishuException(230055, "The file key is invalid."));
        return new BotMessage.File(type, file.name(), file.content());
    }

    private static JsonNode content(String content) throws FeishuException {
        try {
            JsonNode json = JSON.readTree(content);
            if (json.isObject()) {
                return json;
            }
        } catch (IOException noJson) {
            // Reported below.
        }
        throw FeishuException.invalid("content");
    }

    Response get(RestCall call) throws FeishuException {
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        data.putArray("items").add(find(call).json());
        return RestCall.ok(data);
    }

    /** Changes the bot's own message. */
    Response change(RestCall call) throws FeishuException {
        FeishuMessage message = find(call);
        if (!message.ofBot()) {
            throw new FeishuException(230012, "The operator is not the sender of the message.");
        }
        String content = call.json().path("content").asText();
        content(content);
        message.content(content);
        return RestCall.ok(message.json());
    }

    /** Recalls the bot's own message. */
    Response recall(RestCall call) throws FeishuException {
        find(call).recall();
        return RestCall.ok();
    }

    /** Returns a file of a message. */
    Response resource(RestCall call) throws FeishuException {
        FeishuMessage message = find(call);
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
        Response response =
                Response.bytes(
                        200,
                        file.image() ? "image/png" : "application/octet-stream",
                        file.content());
        return file.name().isEmpty()
                ? response
                : response.withHeader(
                        "content-disposition",
                        "attachment; filename=\""
                                + file.name().replaceAll("\\P{ASCII}", "_")
                                + "\"");
    }

    Response react(RestCall call) throws FeishuException {
        FeishuMessage message = find(call);
        String kind = call.json().path("reaction_type").path("emoji_type").asText();
        if (kind.isEmpty()) {
            throw new FeishuException(231001, "The emoji_type is invalid.");
        }
        String id =
                "ZCaCIjUBVVWSrm" + FeishuIds.hash(message.id() + message.reactions().size() + kind);
        message.reactions().put(id, kind);
        message.chat().addAction("reaction " + kind);
        ObjectNode data = JsonNodeFactory.instance.objectNode().put("reaction_id", id);
        data.putObject("operator").put("operator_id", call.app().id()).put("operator_type", "app");
        data.put("action_time", Long.toString(options.clock().millis()));
        data.putObject("reaction_type").put("emoji_type", kind);
        return RestCall.ok(data);
    }

    Response unreact(RestCall call) throws FeishuException {
        FeishuMessage message = find(call);
        String kind = message.reactions().remove(call.group(2));
        if (kind == null) {
            throw new FeishuException(231003, "The reaction does not exist.");
        }
        message.chat().addAction("no reaction " + kind);
        return RestCall.ok();
    }

    private FeishuMessage find(RestCall call) throws FeishuException {
        return chats.message(call.group(1))
                .filter(message -> message.chat().app() == call.app())
                .orElseThrow(() -> FeishuException.invalid("message_id"));
    }

    private Instant now() {
        return options.clock().instant();
    }
}

package dev.gateway.sim.feishu;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gateway.sim.chat.BotMessage;
import dev.gateway.sim.feishu.protocol.FeishuException;
import dev.gateway.sim.feishu.protocol.FeishuIds;
import dev.gateway.sim.feishu.protocol.PostText;
import dev.gateway.sim.feishu.protocol.StoredFile;
import dev.gateway.sim.referee.MessageLedger;
import dev.gateway.sim.server.Request;
import dev.gateway.sim.server.Response;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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
        FeishuChat chat =
                chats.receiver(
                        call.app(),
                        call.request().queryParameter("receive_id_type").orElse("open_id"),
                        body.path("receive_id").asText());
        return send(call, body, chat, Optional.empty());
    }

    Response reply(RestCall call) throws FeishuException {
        FeishuMessage parent = chats.message(call, call.group(1));
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
                message.threadId(),
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
            case "post" -> {
                text = PostText.of(json);
                sent = postFiles(json);
            }
            default -> text = json.toString();
        }
        return new BotMessage(
                text, parent.flatMap(FeishuMessage::ledgerId), sent, System.nanoTime());
    }

    private List<BotMessage.File> postFiles(JsonNode post) throws FeishuException {
        List<BotMessage.File> found = new ArrayList<>();
        for (String key : PostText.images(post)) {
            found.add(file("image", key));
        }
        return found;
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

    /** Changes the bot's own message. */
    Response change(RestCall call) throws FeishuException {
        FeishuMessage message = chats.message(call, call.group(1));
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
        chats.message(call, call.group(1)).recall();
        return RestCall.ok();
    }

    private Instant now() {
        return options.clock().instant();
    }
}

package dev.gateway.adapter.feishu;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gateway.adapter.feishu.message.FeishuReplyContext;
import dev.gateway.adapter.feishu.message.FeishuReplyContext.ReplyMode;
import dev.gateway.adapter.text.JsonCodec;
import dev.gateway.core.http.CallCancelledException;
import dev.gateway.core.http.CancellationScope;
import dev.gateway.core.http.HttpRequest;
import dev.gateway.core.platform.PlatformException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The way of one message of the platform to its chat or thread: as a reply where that is possible,
 * else within the thread, else in the chat. What is answered, and its thread, may be gone; the chat
 * is the address.
 */
final class FeishuTransport {

    private static final Duration WITHIN = Duration.ofSeconds(20);
    private static final String MESSAGES = "/open-apis/im/v1/messages";
    private static final String WHAT = "message";

    private final OpenApi api;
    private final CancellationScope scope;

    FeishuTransport(OpenApi api, CancellationScope scope) {
        this.api = api;
        this.scope = scope;
    }

    /** Sends a message and returns the platform's id of it. */
    Optional<String> send(String conversation, String replyContext, FeishuMessagePart part)
            throws PlatformException, CallCancelledException, InterruptedException {
        Optional<FeishuReplyContext> context =
                FeishuReplyContext.parse(replyContext)
                        .filter(reply -> reply.mode() != ReplyMode.PLAIN);
        if (context.isPresent()) {
            ApiResponse response = reply(context.get(), part);
            if (!FeishuErrorMapper.isPermanent(response)) {
                return id(response);
            }
            // The answered message or its thread was recalled or accepts no replies. An error of
            // the chat itself, or of the content, occurs again below.
        }
        Optional<FeishuReplyContext> other =
                newest(
                        FeishuReplyContext.thread(conversation),
                        context.map(FeishuReplyContext::messageId).orElse(""));
        if (other.isPresent()) {
            ApiResponse response = reply(other.get(), part);
            if (!FeishuErrorMapper.isPermanent(response)) {
                return id(response);
            }
        }
        return id(create(FeishuReplyContext.chat(conversation), part));
    }

    /**
     * Returns the newest message of a thread that can be answered, other than {@code gone}: a
     * thread is addressed by its messages alone.
     */
    private Optional<FeishuReplyContext> newest(String thread, String gone)
            throws PlatformException, CallCancelledException, InterruptedException {
        if (thread.isEmpty()) {
            return Optional.empty();
        }
        String query =
                "?container_id_type=thread&sort_type=ByCreateTimeDesc&page_size=10&container_id=";
        ApiResponse response =
                api.get(MESSAGES + query + HttpRequest.encode(thread), WITHIN, scope, "thread");
        if (!response.isOk() && !FeishuErrorMapper.isPermanent(response)) {
            throw FeishuErrorMapper.toException(response, "thread");
        }
        for (JsonNode message : response.data().path("items")) {
            String id = message.path("message_id").asText();
            if (!id.isEmpty() && !id.equals(gone) && !message.path("deleted").asBoolean()) {
                return Optional.of(new FeishuReplyContext(id, ReplyMode.THREAD));
            }
        }
        return Optional.empty();
    }

    private ApiResponse create(String chat, FeishuMessagePart part)
            throws PlatformException, CallCancelledException, InterruptedException {
        Map<String, Object> body = body(part);
        body.put("receive_id", chat);
        return api.post(MESSAGES + "?receive_id_type=chat_id", body, WITHIN, scope, WHAT);
    }

    private ApiResponse reply(FeishuReplyContext context, FeishuMessagePart part)
            throws PlatformException, CallCancelledException, InterruptedException {
        Map<String, Object> body = body(part);
        body.put("reply_in_thread", context.mode() == ReplyMode.THREAD);
        String path = MESSAGES + "/" + HttpRequest.encode(context.messageId()) + "/reply";
        return api.post(path, body, WITHIN, scope, WHAT);
    }

    private static Map<String, Object> body(FeishuMessagePart part) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("msg_type", part.type());
        body.put("content", JsonCodec.text(part.content()));
        body.put("uuid", part.uuid());
        return body;
    }

    private static Optional<String> id(ApiResponse response) throws PlatformException {
        if (!response.isOk()) {
            throw FeishuErrorMapper.toException(response, WHAT);
        }
        return Optional.of(response.data().path("message_id").asText()).filter(id -> !id.isEmpty());
    }
}

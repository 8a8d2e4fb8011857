package dev.gateway.adapter.feishu;

import dev.gateway.adapter.feishu.message.FeishuReplyContext;
import dev.gateway.adapter.http.CallCancelledException;
import dev.gateway.adapter.http.CancellationScope;
import dev.gateway.adapter.http.HttpRequest;
import dev.gateway.adapter.text.JsonCodec;
import dev.gateway.core.platform.Attachment;
import dev.gateway.core.platform.OutboundMessage;
import dev.gateway.core.platform.PlatformException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A sender of answers. The text and each file of a message become one message of the platform each.
 * Their {@code uuid}s derive from the message's id: the platform does not send a part again within
 * an hour, even if a killed process sent it.
 */
final class FeishuMessageSender {

    private static final Duration WITHIN = Duration.ofSeconds(20);
    private static final String MESSAGES = "/open-apis/im/v1/messages";
    private static final String WHAT = "message";

    private final OpenApi api;
    private final CancellationScope scope;
    private final FeishuMediaUploader uploader;

    FeishuMessageSender(OpenApi api, CancellationScope scope) {
        this.api = api;
        this.scope = scope;
        this.uploader = new FeishuMediaUploader(api, scope);
    }

    /** Sends a message and returns the platform's id of its first part. */
    Optional<String> send(OutboundMessage message)
            throws PlatformException, CallCancelledException, InterruptedException {
        Optional<String> first = Optional.empty();
        if (!message.text().isEmpty()) {
            first = send(message, FeishuMessagePart.text(message.id(), message.text()));
        }
        int number = 0;
        for (Attachment attachment : message.attachments()) {
            String uuid = message.id() + "-a" + number++;
            Optional<String> sent = send(message, uploader.upload(uuid, attachment));
            first = first.or(() -> sent);
        }
        if (message.text().isEmpty() && message.attachments().isEmpty()) {
            throw new PlatformException.Undeliverable("Feishu takes no empty messages");
        }
        return first;
    }

    private Optional<String> send(OutboundMessage message, FeishuMessagePart outgoing)
            throws PlatformException, CallCancelledException, InterruptedException {
        Optional<FeishuReplyContext> context =
                FeishuReplyContext.parse(message.replyContext())
                        .filter(reply -> reply.mode() != FeishuReplyContext.ReplyMode.PLAIN);
        if (context.isPresent()) {
            ApiResponse response = reply(context.get(), outgoing);
            if (!FeishuErrorMapper.isPermanent(response)) {
                return id(response);
            }
            // The answered message or its thread was recalled or accepts no replies. The chat
            // is the address and replying optional; an error of the chat itself occurs again there.
        }
        return id(create(FeishuReplyContext.chat(message.conversation()), outgoing));
    }

    private ApiResponse create(String chat, FeishuMessagePart outgoing)
            throws PlatformException, CallCancelledException, InterruptedException {
        Map<String, Object> body = body(outgoing);
        body.put("receive_id", chat);
        return api.post(MESSAGES + "?receive_id_type=chat_id", body, WITHIN, scope, WHAT);
    }

    private ApiResponse reply(FeishuReplyContext context, FeishuMessagePart outgoing)
            throws PlatformException, CallCancelledException, InterruptedException {
        Map<String, Object> body = body(outgoing);
        body.put("reply_in_thread", context.mode() == FeishuReplyContext.ReplyMode.THREAD);
        String path = MESSAGES + "/" + HttpRequest.encode(context.messageId()) + "/reply";
        return api.post(path, body, WITHIN, scope, WHAT);
    }

    private static Map<String, Object> body(FeishuMessagePart outgoing) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("msg_type", outgoing.type());
        body.put("content", JsonCodec.text(outgoing.content()));
        body.put("uuid", outgoing.uuid());
        return body;
    }

    private static Optional<String> id(ApiResponse response) throws PlatformException {
        if (!response.isOk()) {
            throw FeishuErrorMapper.toException(response, WHAT);
        }
        return Optional.of(response.data().path("message_id").asText()).filter(id -> !id.isEmpty());
    }
}

package dev.gateway.adapter.feishu;

import dev.gateway.adapter.feishu.message.FeishuReplyContext;
import dev.gateway.adapter.http.CallCancelledException;
import dev.gateway.adapter.http.CancellationScope;
import dev.gateway.adapter.text.JsonCodec;
import dev.gateway.core.platform.Attachment;
import dev.gateway.core.platform.OutboundMessage;
import dev.gateway.core.platform.PlatformException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Sends answers. Text and files of one message become one message of the platform each, whose
 * {@code uuid}s derive from the message's id: whatever was sent before, by this process or by one
 * that was killed, the platform does not send again within an hour.
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

    /** Sends it and returns the platform's id of its first part. */
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
                        .filter(reply -> reply.manner() != FeishuReplyContext.Manner.PLAIN);
        if (context.isPresent()) {
            ApiResponse response = reply(context.get(), outgoing);
            if (!FeishuErrorMapper.isPermanent(response)) {
                return id(response);
            }
            // What it answers, or its thread, was taken back or takes no replies: the chat is the
            // address, the reply was a wish. What is wrong with the chat is said again there.
        }
        return id(create(message.conversation(), outgoing));
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
        body.put("reply_in_thread", context.manner() == FeishuReplyContext.Manner.THREAD);
        String path = MESSAGES + "/" + UrlEncoding.encode(context.messageId()) + "/reply";
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

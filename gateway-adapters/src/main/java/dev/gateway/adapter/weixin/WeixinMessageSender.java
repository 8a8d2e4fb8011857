package dev.gateway.adapter.weixin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.adapter.text.JsonCodec;
import dev.gateway.adapter.text.JsonFields;
import dev.gateway.core.http.CallCancelledException;
import dev.gateway.core.http.CancellationScope;
import dev.gateway.core.platform.Attachment;
import dev.gateway.core.platform.OutboundMessage;
import dev.gateway.core.platform.PlatformException;
import dev.gateway.core.platform.PlatformException.Scope;
import dev.gateway.core.platform.PlatformException.Throttled;
import dev.gateway.core.platform.PlatformException.Undeliverable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A sender of answers, one item per message: the text, then each file. Each has a {@code client_id}
 * derived from the outbound id; the platform returns a {@code message_id}, by which users quote it.
 * Thread-safe.
 *
 * <p>The code -2 is a refusal with hardly a reason: more than ten answers to one message, a day
 * without a message of the user, an old context token, or too many messages per time. The token is
 * optional: a newer one is tried if there is one, then none at all, unless the error's text is
 * about the number of messages. Otherwise the messages to this user wait until the user writes
 * again, or for growing pauses.
 */
final class WeixinMessageSender {

    private static final Duration CALL = Duration.ofSeconds(15);

    /** Texts of -2 that are not about the token. */
    private static final List<String> TOO_MANY = List.of("rate limited", "prepare failed");

    private static final int TYPE_BOT = 2;
    private static final int STATE_FINISHED = 2;

    private final IlinkApi api;
    private final LoginSession session;
    private final ContextTokenStore tokens;
    private final WeixinMediaUploader media;
    private final CancellationScope scope;
    private final SentClientIdCache sent = new SentClientIdCache();

    WeixinMessageSender(
            IlinkApi api,
            LoginSession session,
            ContextTokenStore tokens,
            WeixinMediaUploader media,
            CancellationScope scope) {
        this.api = api;
        this.session = session;
        this.tokens = tokens;
        this.media = media;
        this.scope = scope;
    }

    Optional<String> send(OutboundMessage message)
            throws PlatformException, CallCancelledException, InterruptedException {
        try {
            return sendParts(message);
        } catch (Throttled e) {
            // Whatever the limit counts, it was reached by messages to this user.
            throw e.scope() == Scope.ACCOUNT
                    ? new Throttled(e.getMessage(), e.retryAfter(), Scope.CONVERSATION)
                    : e;
        }
    }

    private Optional<String> sendParts(OutboundMessage message)
            throws PlatformException, CallCancelledException, InterruptedException {
        session.check();
        if (message.text().isEmpty() && message.attachments().isEmpty()) {
            throw new Undeliverable("an empty message cannot be sent");
        }
        String id = "";
        if (!message.text().isEmpty()) {
            ObjectNode item = JsonCodec.MAPPER.createObjectNode().put("type", 1);
            item.putObject("text_item").put("text", message.text());
            id = deliverOnce(message, message.id(), () -> item);
        }
        int number = 0;
        for (Attachment attachment : message.attachments()) {
            id =
                    deliverOnce(
                            message,
                            message.id() + "-" + ++number,
                            () -> media.upload(attachment, message.conversation()));
        }
        return Optional.of(id).filter(given -> !given.isEmpty());
    }

    /** The creation of an item, which may need an upload. */
    private interface ItemSource {
        ObjectNode create() throws PlatformException, CallCancelledException, InterruptedException;
    }

    /** Delivers an item that was not delivered before; returns the platform's id of it. */
    private String deliverOnce(OutboundMessage message, String clientId, ItemSource item)
            throws PlatformException, CallCancelledException, InterruptedException {
        Optional<String> before = sent.find(clientId);
        return before.isPresent() ? before.get() : deliver(message, clientId, item.create());
    }

    private String deliver(OutboundMessage message, String clientId, ObjectNode item)
            throws PlatformException, CallCancelledException, InterruptedException {
        String newest = tokens.newest(message.conversation());
        String token = message.replyContext().isEmpty() ? newest : message.replyContext();
        IlinkResponse answer = call(message.conversation(), clientId, token, item);
        if (answer.code() == IlinkResponse.REFUSED && !newest.equals(token) && !newest.isEmpty()) {
            token = newest;
            answer = call(message.conversation(), clientId, token, item);
        }
        boolean aboutToken =
                answer.code() == IlinkResponse.INVALID
                        || answer.code() == IlinkResponse.REFUSED
                                && !TOO_MANY.contains(answer.message());
        if (aboutToken && !token.isEmpty()) {
            answer = call(message.conversation(), clientId, "", item);
        }
        if (!answer.isOk()) {
            throw new WeixinErrorMapper(api).toException("the message", "sendmessage", answer);
        }
        String id = JsonFields.id(answer.body(), "message_id");
        sent.add(clientId, id);
        return id;
    }

    private IlinkResponse call(String to, String clientId, String token, ObjectNode item)
            throws PlatformException, CallCancelledException, InterruptedException {
        ObjectNode body = JsonCodec.MAPPER.createObjectNode();
        ObjectNode msg =
                body.putObject("msg")
                        .put("from_user_id", "")
                        .put("to_user_id", to)
                        .put("client_id", clientId)
                        .put("message_type", TYPE_BOT)
                        .put("message_state", STATE_FINISHED);
        if (!token.isEmpty()) {
            msg.put("context_token", token);
        }
        msg.putArray("item_list").add(item);
        return api.call("sendmessage", body, CALL, scope);
    }
}

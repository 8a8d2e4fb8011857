package dev.gateway.adapter.feishu.message;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gateway.adapter.text.JsonCodec;
import dev.gateway.core.platform.MessageContext;
import dev.gateway.core.platform.Quote;
import java.net.ProtocolException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A parser of events. It accepts only {@code im.message.receive_v1} from people and ignores other
 * bots, so that two bots in one group do not answer each other for ever.
 */
public final class FeishuEventParser {

    private static final String MESSAGE_RECEIVED = "im.message.receive_v1";
    private static final long LATEST_MILLIS = 253_402_300_799_999L;

    private final BotOpenId bot;

    public FeishuEventParser(BotOpenId bot) {
        this.bot = bot;
    }

    /**
     * Returns the message in an event; empty if there is none for the bot.
     *
     * @throws ProtocolException if the event is malformed; another delivery may be well-formed
     */
    public Optional<FeishuReceivedMessage> parse(byte[] payload)
            throws ProtocolException, InterruptedException {
        JsonNode json = JsonCodec.read(payload);
        if (!json.isObject()) {
            throw new ProtocolException("an event that is no JSON object");
        }
        JsonNode event = json.path("event");
        boolean message = json.at("/header/event_type").asText().equals(MESSAGE_RECEIVED);
        boolean person = event.at("/sender/sender_type").asText("user").equals("user");
        return message && person ? Optional.of(message(event)) : Optional.empty();
    }

    private FeishuReceivedMessage message(JsonNode event)
            throws ProtocolException, InterruptedException {
        JsonNode message = event.path("message");
        String id = message.path("message_id").asText();
        String chat = message.path("chat_id").asText();
        if (id.isEmpty() || chat.isEmpty()) {
            throw new ProtocolException("a message without message_id or chat_id");
        }
        JsonNode mentions = message.path("mentions");
        Optional<String> self = mentions.isEmpty() ? Optional.empty() : bot.openId();
        boolean direct = message.path("chat_type").asText().equals("p2p");
        boolean thread = !message.path("thread_id").asText().isEmpty();
        var named = new MentionResolver(mentions, self);
        return new FeishuReceivedMessage(
                id,
                chat,
                sender(event.at("/sender/sender_id")),
                direct,
                MessageContent.parse(
                        message.path("message_type").asText(),
                        message.path("content").asText(),
                        named),
                FeishuReplyContext.to(id, direct, thread),
                sentAt(message.path("create_time").asText()),
                MessageContext.builder()
                        .addressed(direct || named.includeBot())
                        .replyTo(quote(message.path("parent_id").asText()))
                        .build());
    }

    /** Returns the quote. The event names the answered message without its content. */
    private static Optional<Quote> quote(String parent) {
        return parent.isEmpty()
                ? Optional.empty()
                : Optional.of(new Quote(parent, "", "", "", List.of()));
    }

    /** Returns the sender's id that every app receives; the others need permissions. */
    private static String sender(JsonNode ids) {
        for (String kind : new String[] {"open_id", "union_id", "user_id"}) {
            if (!ids.path(kind).asText().isEmpty()) {
                return ids.path(kind).asText();
            }
        }
        return "unknown";
    }

    private static Instant sentAt(String millis) {
        return millis.matches("\\d{1,15}")
                ? Instant.ofEpochMilli(Math.min(Long.parseLong(millis), LATEST_MILLIS))
                : Instant.EPOCH;
    }
}

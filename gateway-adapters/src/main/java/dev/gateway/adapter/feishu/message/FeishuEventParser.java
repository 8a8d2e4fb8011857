package dev.gateway.adapter.feishu.message;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gateway.adapter.text.JsonCodec;
import dev.gateway.core.platform.MessageContext;
import dev.gateway.core.platform.Quote;
import dev.gateway.core.platform.SenderKind;
import java.net.ProtocolException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A parser of events: messages of people and of other bots, and pressed buttons. */
public final class FeishuEventParser {

    private static final String MESSAGE_RECEIVED = "im.message.receive_v1";
    private static final long LATEST_MILLIS = 253_402_300_799_999L;

    private final EventFactSource facts;
    private final ButtonPressParser presses;

    public FeishuEventParser(EventFactSource facts) {
        this.facts = facts;
        this.presses = new ButtonPressParser(facts);
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
        JsonNode header = json.path("header");
        return switch (header.path("event_type").asText()) {
            case MESSAGE_RECEIVED -> Optional.of(message(json.path("event")));
            case ButtonPressParser.EVENT -> Optional.of(presses.parse(header, json.path("event")));
            default -> Optional.empty();
        };
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
        Optional<String> self = mentions.isEmpty() ? Optional.empty() : facts.openId();
        boolean direct = message.path("chat_type").asText().equals("p2p");
        facts.chat(chat, direct);
        String thread = message.path("thread_id").asText();
        String parent = message.path("parent_id").asText();
        String raw = message.path("content").asText();
        var named = new MentionResolver(mentions, self);
        String sender = sender(event.at("/sender/sender_id"));
        MessageContent content =
                FeishuContentParser.parse(message.path("message_type").asText(), raw, named);
        return new FeishuReceivedMessage(
                id,
                FeishuReplyContext.conversation(chat, thread),
                sender,
                direct,
                content,
                FeishuReplyContext.to(id, direct, !thread.isEmpty()),
                sentAt(message.path("create_time").asText()),
                MessageContext.builder()
                        .senderName(facts.nameOf(sender))
                        .chatTitle(direct ? "" : facts.titleOf(chat))
                        .senderKind(senderKind(event.at("/sender/sender_type").asText()))
                        .addressed(
                                direct
                                        || named.includeBot()
                                        || !parent.isEmpty() && facts.sentByBot(parent))
                        .mentionsAll(!direct && named.includeAll(raw))
                        .kind(content.kind())
                        .location(content.location())
                        .replyTo(quote(parent))
                        .messageId(id)
                        .build());
    }

    /** Returns the quote. The event names the answered message without its content. */
    private static Optional<Quote> quote(String parent) {
        return parent.isEmpty()
                ? Optional.empty()
                : Optional.of(new Quote(parent, "", "", "", List.of()));
    }

    /** Returns the kind of an author; people also write anonymously. */
    private static SenderKind senderKind(String type) {
        return switch (type) {
            case "app", "bot" -> SenderKind.BOT;
            default -> SenderKind.PERSON;
        };
    }

    /** Returns the sender's id that every app receives; the others need permissions. */
    static String sender(JsonNode ids) {
        for (String kind : new String[] {"open_id", "union_id", "user_id"}) {
            if (!ids.path(kind).asText().isEmpty()) {
                return ids.path(kind).asText();
            }
        }
        return "unknown";
    }

    static Instant sentAt(String millis) {
        return millis.matches("\\d{1,15}")
                ? Instant.ofEpochMilli(Math.min(Long.parseLong(millis), LATEST_MILLIS))
                : Instant.EPOCH;
    }
}

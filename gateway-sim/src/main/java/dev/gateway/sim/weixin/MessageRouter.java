package dev.gateway.sim.weixin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.sim.chat.SentMessage;
import dev.gateway.sim.referee.MessageLedger;
import dev.gateway.sim.server.LockedScheduler;
import dev.gateway.sim.server.Response;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/**
 * The route of users' messages to the queues of the bots, with second deliveries where the policy
 * asks for them. Guarded by the platform's lock.
 */
final class MessageRouter {

    /**
     * A value beyond 2^53, where doubles become coarse; the step keeps the ids distinct as doubles.
     */
    private static final long FIRST_MESSAGE_ID = 7_505_631_358_879_709_960L;

    private static final long MESSAGE_ID_STEP = 40_009;
    private static final String LEDGER = "weixin/";

    private final LiveOptions options;
    private final LockedScheduler scheduler;
    private final MessageLedger ledger;
    private long messages;
    private long botMessages;

    MessageRouter(LiveOptions options, LockedScheduler scheduler, MessageLedger ledger) {
        this.options = options;
        this.scheduler = scheduler;
        this.ledger = ledger;
    }

    /** Delivers one item that a user sends to a bot. */
    SentMessage route(WeixinBot bot, String user, String text, ObjectNode item) {
        return route(bot, user, text, item, json -> {});
    }

    /** Delivers one item in a message that differs from ordinary ones by this change. */
    SentMessage route(
            WeixinBot bot, String user, String text, ObjectNode item, Consumer<ObjectNode> change) {
        long number = messages++;
        Instant now = options.now().clock().instant();
        String ledgerId = LEDGER + number;
        String contextToken = WeixinIds.contextToken(number);
        item.put("msg_id", "v1:" + Long.toUnsignedString(messageId(number) + 7));
        ObjectNode json = IlinkResponseFactory.object();
        json.put("seq", number + 1);
        putMessageId(json, number);
        json.put("from_user_id", user)
                .put("to_user_id", bot.botId())
                .put("create_time_ms", now.toEpochMilli())
                .put("session_id", user + "#" + bot.botId())
                .put("message_type", 1)
                .put("message_state", 2)
                .put("context_token", contextToken);
        json.putArray("item_list").add(item);
        change.accept(json);
        ledger.said(ledgerId, bot.label(), user, text);
        bot.conversation(user)
                .add(new WeixinConversation.Context(contextToken, ledgerId, text, now));
        bot.queue().put(new QueuedMessage(json, ledgerId, false));
        return new SentMessage(ledgerId, text, ledger);
    }

    /** Schedules the second delivery of a message that was delivered, if there is to be one. */
    void delivered(WeixinBot bot, QueuedMessage message) {
        DuplicatePolicy.Kind kind = options.now().duplicates().kind();
        if (message.repeated() || kind == DuplicatePolicy.Kind.NONE) {
            return;
        }
        ObjectNode again = message.json().deepCopy();
        if (kind != DuplicatePolicy.Kind.SAME_ID) {
            again.remove(List.of("message_id", "seq"));
        }
        if (kind == DuplicatePolicy.Kind.NEW_ID) {
            long number = messages++;
            again.put("seq", number + 1);
            putMessageId(again, number);
        }
        scheduler.schedule(
                options.now().duplicates().after(),
                () -> bot.queue().put(new QueuedMessage(again, message.ledgerId(), true)));
    }

    private void putMessageId(ObjectNode json, long number) {
        put(json, Long.toUnsignedString(messageId(number)));
    }

    private void put(ObjectNode json, String messageId) {
        if (options.now().idsAsText()) {
            json.put("message_id", messageId);
        } else {
            json.put("message_id", Long.parseUnsignedLong(messageId));
        }
    }

    /** Returns the id for the next message of a bot. */
    String nextBotMessageId() {
        return Long.toUnsignedString(FIRST_MESSAGE_ID - ++botMessages * MESSAGE_ID_STEP);
    }

    /** Returns the answer of sendmessage for a message that was delivered under this id. */
    Response delivered(String messageId) {
        ObjectNode answer = IlinkResponseFactory.object();
        put(answer, messageId);
        return IlinkResponseFactory.of(answer);
    }

    /** Returns the message id of a user's message in the ledger. */
    static String messageId(SentMessage sent) {
        String number = sent.id().substring(LEDGER.length());
        return Long.toUnsignedString(messageId(Long.parseLong(number)));
    }

    private static long messageId(long number) {
        return FIRST_MESSAGE_ID + number * MESSAGE_ID_STEP;
    }
}

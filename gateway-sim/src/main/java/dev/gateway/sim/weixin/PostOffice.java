package dev.gateway.sim.weixin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.sim.referee.MessageLedger;
import java.time.Instant;
import java.util.List;

/**
 * Puts what users say into the mailboxes of bots, and some of it again, as the rules of duplicates
 * say. Guarded by the platform's lock.
 */
final class PostOffice {

    /** Beyond 2^53, where doubles become coarse; each id is a double of its own all the same. */
    private static final long FIRST_MESSAGE_ID = 7_505_631_358_879_709_960L;

    private static final long MESSAGE_ID_STEP = 40_009;

    private final Rules rules;
    private final Timers timers;
    private final MessageLedger ledger;
    private long messages;

    PostOffice(Rules rules, Timers timers, MessageLedger ledger) {
        this.rules = rules;
        this.timers = timers;
        this.ledger = ledger;
    }

    /** Delivers one item that a user sent to a bot; returns its id in the ledger. */
    String post(Account account, String user, String text, ObjectNode item) {
        long number = messages++;
        Instant now = rules.now().clock().instant();
        String ledgerId = "weixin/" + number;
        String contextToken = Ids.contextToken(number);
        item.put("msg_id", "v1:" + Long.toUnsignedString(messageId(number) + 7));
        ObjectNode json = Answers.object();
        json.put("seq", number + 1);
        putMessageId(json, number);
        json.put("from_user_id", user)
                .put("to_user_id", account.botId())
                .put("create_time_ms", now.toEpochMilli())
                .put("session_id", user + "#" + account.botId())
                .put("message_type", 1)
                .put("message_state", 2)
                .put("context_token", contextToken);
        json.putArray("item_list").add(item);
        ledger.said(ledgerId, account.label(), user, text);
        account.conversation(user).add(new Conversation.Context(contextToken, ledgerId, text, now));
        account.mailbox().put(new Letter(json, ledgerId, false));
        return ledgerId;
    }

    /** To be told of each letter that was delivered. */
    void delivered(Account account, Letter letter) {
        Duplicates.Kind kind = rules.now().duplicates().kind();
        if (letter.repeated() || kind == Duplicates.Kind.NONE) {
            return;
        }
        ObjectNode again = letter.json().deepCopy();
        if (kind != Duplicates.Kind.SAME_ID) {
            again.remove(List.of("message_id", "seq"));
        }
        if (kind == Duplicates.Kind.NEW_ID) {
            long number = messages++;
            again.put("seq", number + 1);
            putMessageId(again, number);
        }
        timers.later(
                rules.now().duplicates().after(),
                () -> account.mailbox().put(new Letter(again, letter.ledgerId(), true)));
    }

    private void putMessageId(ObjectNode json, long number) {
        if (rules.now().idsAsText()) {
            json.put("message_id", Long.toUnsignedString(messageId(number)));
        } else {
            json.put("message_id", messageId(number));
        }
    }

    private static long messageId(long number) {
        return FIRST_MESSAGE_ID + number * MESSAGE_ID_STEP;
    }
}

package dev.gateway.sim.weixin;

import dev.gateway.sim.referee.TokenLabel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One bot of one owner, and all that the platform keeps for it. Guarded by the platform's lock.
 *
 * <p>Messages belong to the bot of an owner and not to a login: who logs in again goes on with
 * them.
 */
final class WeixinBot {

    private final String label;
    private final String botId;
    private final String owner;
    private final WeixinUpdateQueue queue;
    private final Map<String, WeixinConversation> conversations = new LinkedHashMap<>();
    private final List<String> notices = new ArrayList<>();
    private final List<String> dropped = new ArrayList<>();
    private boolean over;

    WeixinBot(String token, String botId, String owner, WeixinUpdateQueue queue) {
        this.botId = botId;
        this.owner = owner;
        this.queue = queue;
        label = TokenLabel.of("weixin", token);
    }

    /** The name of its token that may be shown. */
    String label() {
        return label;
    }

    String botId() {
        return botId;
    }

    String owner() {
        return owner;
    }

    WeixinUpdateQueue queue() {
        return queue;
    }

    /** What it said and heard with one user; made when needed. */
    WeixinConversation conversation(String user) {
        return conversations.computeIfAbsent(user, WeixinConversation::new);
    }

    boolean knows(String user) {
        return conversations.containsKey(user);
    }

    /** {@code start} and {@code stop} in the order in which they came. */
    List<String> notices() {
        return notices;
    }

    /** Why messages were taken with {@code {}} and never delivered. */
    List<String> dropped() {
        return dropped;
    }

    boolean isOver() {
        return over;
    }

    /** Its token is good for nothing from now on. */
    void end() {
        over = true;
        queue.endAll();
    }
}

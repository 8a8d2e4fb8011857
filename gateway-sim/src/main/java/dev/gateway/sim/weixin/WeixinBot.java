package dev.gateway.sim.weixin;

import dev.gateway.sim.referee.TokenLabel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One bot of one owner with its state on the platform. Guarded by the platform's lock.
 *
 * <p>Messages belong to the bot of an owner and not to a login: a new login continues with them.
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

    /** Returns the printable name of the token. */
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

    /** Returns the conversation with one user; created on demand. */
    WeixinConversation conversation(String user) {
        return conversations.computeIfAbsent(user, WeixinConversation::new);
    }

    boolean knows(String user) {
        return conversations.containsKey(user);
    }

    /** Returns the {@code start} and {@code stop} notices in the order in which they arrived. */
    List<String> notices() {
        return notices;
    }

    /** Returns the reasons why messages were accepted with {@code {}} and never delivered. */
    List<String> dropped() {
        return dropped;
    }

    boolean isOver() {
        return over;
    }

    /** Invalidates the token. */
    void end() {
        over = true;
        queue.endAll();
    }
}

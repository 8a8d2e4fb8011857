package dev.gateway.sim.feishu;

import dev.gateway.sim.chat.BotMessage;
import dev.gateway.sim.feishu.protocol.FeishuException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** A private chat or a group with one bot. Guarded by the platform's lock. */
final class FeishuChat {

    private final FeishuApp app;
    private final String id;
    private final String name;
    private final boolean direct;
    private final List<BotMessage> heard = new ArrayList<>();
    private final List<String> actions = new ArrayList<>();
    private final Deque<Long> sent = new ArrayDeque<>();
    private Optional<FeishuException> refusal = Optional.empty();

    FeishuChat(FeishuApp app, String id, String name, boolean direct) {
        this.app = app;
        this.id = id;
        this.name = name;
        this.direct = direct;
    }

    FeishuApp app() {
        return app;
    }

    String id() {
        return id;
    }

    /** Returns the title of the group, or the name of the person. */
    String name() {
        return name;
    }

    boolean direct() {
        return direct;
    }

    void refuse(FeishuException error) {
        refusal = Optional.of(error);
    }

    void allow() {
        refusal = Optional.empty();
    }

    void checkOpen() throws FeishuException {
        if (refusal.isPresent()) {
            throw refusal.get();
        }
    }

    /** Returns the times of the bot's recent messages here, in milliseconds. */
    Deque<Long> sent() {
        return sent;
    }

    void addBotMessage(BotMessage message) {
        heard.add(message);
    }

    List<BotMessage> heard() {
        return List.copyOf(heard);
    }

    void addAction(String action) {
        actions.add(action);
    }

    List<String> actions() {
        return List.copyOf(actions);
    }
}

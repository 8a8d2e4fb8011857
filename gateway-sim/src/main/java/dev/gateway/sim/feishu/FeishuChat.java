package dev.gateway.sim.feishu;

import dev.gateway.sim.chat.BotMessage;
import dev.gateway.sim.feishu.protocol.FeishuException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A private chat or a group with one bot. Guarded by the platform's lock. */
final class FeishuChat {

    private final FeishuApp app;
    private final String id;
    private final String name;
    private final boolean direct;
    private final List<BotMessage> heard = new ArrayList<>();
    private final Map<String, List<BotMessage>> inThreads = new HashMap<>();
    private final Set<String> members = new LinkedHashSet<>();
    private final List<String> actions = new ArrayList<>();
    private final Deque<Long> sent = new ArrayDeque<>();
    private Optional<FeishuException> refusal = Optional.empty();
    private boolean topics;

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

    /** Returns true if each message that answers none opens a topic of its own. */
    boolean topics() {
        return topics;
    }

    void becomeTopicGroup() {
        topics = true;
    }

    void addMember(String person) {
        members.add(person);
    }

    /** Returns the names of those who have written here. */
    Set<String> members() {
        return members;
    }

    void addBotMessage(String thread, BotMessage message) {
        heard.add(message);
        inThreads.computeIfAbsent(thread, unused -> new ArrayList<>()).add(message);
    }

    /** Returns the bot's messages in one thread. */
    List<BotMessage> heard(String thread) {
        return List.copyOf(inThreads.getOrDefault(thread, List.of()));
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

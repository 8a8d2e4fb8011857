package dev.gateway.sim.feishu;

import dev.gateway.sim.feishu.protocol.FeishuIds;

/** A group with a bot in it. Thread-safe. */
public final class FeishuGroup {

    private final FeishuState state;
    private final FeishuChat chat;

    FeishuGroup(FeishuState state, FeishuChat chat) {
        this.state = state;
        this.chat = chat;
    }

    /** Returns the id of the chat, {@code oc_…}. */
    public String id() {
        return chat.id();
    }

    /** Makes each message that answers none open a topic of its own, and returns the group. */
    public FeishuGroup ofTopics() {
        synchronized (state.lock()) {
            chat.becomeTopicGroup();
        }
        return this;
    }

    /** Returns a member of this group. */
    public FeishuUser user(String name) {
        return new FeishuUser(state, chat, "", name, false);
    }

    /** Returns a member who writes in one thread of this group. */
    public FeishuUser user(String name, String thread) {
        String id = "omt_" + FeishuIds.hash(chat.id() + " " + thread).substring(0, 12);
        return new FeishuUser(state, chat, id, name, false);
    }

    /** Returns another bot in this group. */
    public FeishuUser bot(String name) {
        return new FeishuUser(state, chat, "", name, true);
    }
}

package dev.gateway.sim.telegram;

import com.fasterxml.jackson.databind.node.LongNode;
import dev.gateway.sim.telegram.content.UserIdentity;

/** A group with a bot in it. Thread-safe. */
public final class TelegramGroup {

    private static final String OWNER = "owner";
    private static final long CHANNELS = -1_002_000_000_000L;

    private final TelegramState state;
    private final TelegramChat chat;
    private final String title;

    TelegramGroup(TelegramState state, TelegramChat chat, String title) {
        this.state = state;
        this.chat = chat;
        this.title = title;
    }

    /** Returns the id of the chat; negative. */
    public long id() {
        return chat.id();
    }

    /** Returns a member of this group. */
    public TelegramUser user(String name) {
        return member(0, person(name));
    }

    /** Returns another bot in this group, whose messages the bot sees. */
    public TelegramUser bot(String name) {
        return member(0, UserIdentity.bot(id("bot " + name), name));
    }

    /** Returns an admin who writes as the group itself. */
    public TelegramUser anonymousAdmin() {
        return member(0, UserIdentity.anonymousAdmin(chat.json()));
    }

    /** Returns a channel whose posts come into this group by themselves. */
    public TelegramUser channel(String channel) {
        return member(0, UserIdentity.channel(CHANNELS - id("channel " + channel), channel));
    }

    private TelegramUser member(long topic, UserIdentity identity) {
        return new TelegramUser(state, chat, topic, identity);
    }

    private UserIdentity person(String name) {
        return UserIdentity.person(id(name), name);
    }

    private long id(String name) {
        synchronized (state.lock()) {
            return state.chats().user(name);
        }
    }

    /**
     * Returns a member who writes in one topic of this supergroup; the topic is created on demand.
     */
    public TelegramUser user(String name, long topic) {
        synchronized (state.lock()) {
            chat.addTopic(topic);
        }
        return member(topic, person(name));
    }

    /**
     * Turns the group into a supergroup. This group's id becomes invalid; a sender to it gets the
     * new one.
     */
    public TelegramGroup upgrade() {
        synchronized (state.lock()) {
            TelegramChat grown = state.chats().upgrade(chat, title);
            UserIdentity owner = person(OWNER);
            new MemberUpdates(state, chat, 0)
                    .note(owner, "migrate_to_chat_id", LongNode.valueOf(grown.id()));
            new MemberUpdates(state, grown, 0)
                    .note(owner, "migrate_from_chat_id", LongNode.valueOf(chat.id()));
            return new TelegramGroup(state, grown, title);
        }
    }

    /** Deletes a topic: messages to it get a 400. */
    public void deleteTopic(long topic) {
        synchronized (state.lock()) {
            chat.deleteTopic(topic);
        }
    }

    /** Closes a topic: messages to it get a 400. */
    public void closeTopic(long topic) {
        synchronized (state.lock()) {
            chat.closeTopic(topic, true);
        }
    }

    /** Removes the bot from the group. */
    public void kickBot() {
        synchronized (state.lock()) {
            chat.refuse("bot was kicked from the " + chat.type() + " chat");
            new MemberUpdates(state, chat, 0).member(person(OWNER), "member", "kicked");
        }
    }
}

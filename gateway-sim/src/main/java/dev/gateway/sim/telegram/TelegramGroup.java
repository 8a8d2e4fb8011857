package dev.gateway.sim.telegram;

/** A group with a bot in it. Thread-safe. */
public final class TelegramGroup {

    private final TelegramState state;
    private final TelegramChat chat;
    private final String title;

    TelegramGroup(TelegramState state, TelegramChat chat, String title) {
        this.state = state;
        this.chat = chat;
        this.title = title;
    }

    /** The id of the chat; negative. */
    public long id() {
        return chat.id();
    }

    /** A person who talks in this group. */
    public TelegramUser user(String name) {
        return new TelegramUser(state, chat, 0, name);
    }

    /** A person who talks in one topic of this supergroup; the topic is made when needed. */
    public TelegramUser user(String name, long topic) {
        synchronized (state.lock()) {
            chat.addTopic(topic);
        }
        return new TelegramUser(state, chat, topic, name);
    }

    /**
     * The group becomes a supergroup: this one's id is no longer valid, and whoever sends to it is
     * told the new one.
     */
    public TelegramGroup upgrade() {
        synchronized (state.lock()) {
            return new TelegramGroup(state, state.chats().upgrade(chat, title), title);
        }
    }

    /** Throws the bot out. */
    public void kickBot() {
        synchronized (state.lock()) {
            chat.refuse("bot was kicked from the " + chat.type() + " chat");
        }
    }
}

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

    /** Returns the id of the chat; negative. */
    public long id() {
        return chat.id();
    }

    /** Returns a member of this group. */
    public TelegramUser user(String name) {
        return new TelegramUser(state, chat, 0, name);
    }

    /**
     * Returns a member who writes in one topic of this supergroup; the topic is created on demand.
     */
    public TelegramUser user(String name, long topic) {
        synchronized (state.lock()) {
            chat.addTopic(topic);
        }
        return new TelegramUser(state, chat, topic, name);
    }

    /**
     * Turns the group into a supergroup. This group's id becomes invalid; a sender to it gets the
     * new one.
     */
    public TelegramGroup upgrade() {
        synchronized (state.lock()) {
            return new TelegramGroup(state, state.chats().upgrade(chat, title), title);
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
        }
    }
}

package dev.gateway.sim.telegram;

/** A group with a bot in it. Thread-safe. */
public final class TelegramGroup {

    private final FakeTelegram telegram;
    private final TelegramChat chat;
    private final String title;

    TelegramGroup(FakeTelegram telegram, TelegramChat chat, String title) {
        this.telegram = telegram;
        this.chat = chat;
        this.title = title;
    }

    /** The id of the chat; negative. */
    public long id() {
        return chat.id();
    }

    /** A person who talks in this group. */
    public TelegramUser user(String name) {
        return new TelegramUser(telegram, chat, 0, name);
    }

    /** A person who talks in one topic of this supergroup; the topic is made when needed. */
    public TelegramUser user(String name, long topic) {
        synchronized (telegram.lock()) {
            chat.addTopic(topic);
        }
        return new TelegramUser(telegram, chat, topic, name);
    }

    /**
     * The group becomes a supergroup: this one's id is no longer valid, and whoever sends to it is
     * told the new one.
     */
    public TelegramGroup upgrade() {
        synchronized (telegram.lock()) {
            return new TelegramGroup(telegram, telegram.chats().upgrade(chat, title), title);
        }
    }

    /** Throws the bot out. */
    public void kickBot() {
        synchronized (telegram.lock()) {
            chat.refuse("bot was kicked from the " + chat.type() + " chat");
        }
    }
}

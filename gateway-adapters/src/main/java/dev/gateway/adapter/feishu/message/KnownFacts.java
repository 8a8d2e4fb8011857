package dev.gateway.adapter.feishu.message;

/** The facts that an event lacks and the parser needs before the message is stored. */
public interface KnownFacts extends BotOpenId {

    /** Returns whether the bot itself sent a message. Makes no calls. */
    boolean sentByBot(String messageId);

    /** Records the kind of a chat as its messages tell it. */
    void chat(String chat, boolean direct);

    /** Returns whether a chat is private, which the event of a pressed button does not tell. */
    boolean isDirect(String chat) throws InterruptedException;
}

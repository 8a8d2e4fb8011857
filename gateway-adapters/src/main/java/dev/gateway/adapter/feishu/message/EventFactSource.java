package dev.gateway.adapter.feishu.message;

/** The facts that an event lacks and the parser needs before the message is stored. */
public interface EventFactSource extends BotOpenId {

    /** Returns whether the bot itself sent a message. */
    boolean sentByBot(String messageId) throws InterruptedException;

    /** Records the kind of a chat as its messages tell it. */
    void chat(String chat, boolean direct);

    /** Returns whether a chat is private, which the event of a pressed button does not tell. */
    boolean isDirect(String chat) throws InterruptedException;

    /** Returns the name of a person if it was asked for before; empty otherwise. Makes no calls. */
    String nameOf(String person);

    /** Returns the title of a chat if it was asked for before; empty otherwise. Makes no calls. */
    String titleOf(String chat);
}

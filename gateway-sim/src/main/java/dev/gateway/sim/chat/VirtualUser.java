package dev.gateway.sim.chat;

import java.util.List;

/** A person in one conversation with one bot. Thread-safe. */
public interface VirtualUser {

    /** Returns the name. */
    String name();

    /** Returns the conversation's id on the platform. */
    String conversation();

    /** Sends a text; returns at once. */
    SentMessage says(String text);

    /** Returns all that the bot has sent in this conversation so far, in order. */
    List<BotMessage> heard();
}

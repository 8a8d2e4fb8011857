package dev.gateway.sim.chat;

import java.util.List;

/** A person in one conversation with one bot. Thread-safe. */
public interface VirtualUser {

    /** The name it was asked for by. */
    String name();

    /** The conversation as the platform names it. */
    String conversation();

    /** Says something; returns at once. */
    SentMessage says(String text);

    /** All that the bot said in this conversation so far, in order. */
    List<BotMessage> heard();
}

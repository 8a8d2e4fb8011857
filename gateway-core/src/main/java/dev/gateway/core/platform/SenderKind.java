package dev.gateway.core.platform;

/** The kind of a message's author, which decides who may talk to the bot. */
public enum SenderKind {
    /** A person, also one who writes anonymously as admin of a group. */
    PERSON,
    /** Another bot. */
    BOT,
    /** A channel whose post the platform forwards into a group by itself. */
    CHANNEL
}

package dev.gateway.core.platform;

import java.util.Objects;
import java.util.Optional;

/**
 * The surroundings of a received message, as far as the platform reports them.
 *
 * @param senderName the sender's name; empty if unknown
 * @param chatTitle the title of the group; empty if unknown or in a private chat
 * @param addressed whether the message addresses the bot; empty if the adapter cannot tell
 * @param replyTo the message that this one answers or quotes
 */
public record MessageContext(
        String senderName, String chatTitle, Optional<Boolean> addressed, Optional<Quote> replyTo) {

    /** An empty context. */
    public static final MessageContext NONE =
            new MessageContext("", "", Optional.empty(), Optional.empty());

    /** Checks that nothing is missing. */
    public MessageContext {
        Objects.requireNonNull(senderName, "senderName");
        Objects.requireNonNull(chatTitle, "chatTitle");
        Objects.requireNonNull(addressed, "addressed");
        Objects.requireNonNull(replyTo, "replyTo");
    }
}

package dev.gateway.core.platform;

import java.util.List;

/**
 * The documented limits of a platform for sending. The gateway waits before it exceeds one, so that
 * the platform refuses nothing.
 */
public interface SendLimits {

    /** No limits. */
    SendLimits NONE = chat -> List.of();

    /** Returns the limits of one chat. */
    List<SendLimit> of(String chat);

    /** Returns the limits of all messages of the account together. */
    default List<SendLimit> account() {
        return List.of();
    }

    /**
     * Returns the chat whose limits a conversation shares; a chat's topics may be conversations of
     * their own.
     */
    default String chat(String conversation) {
        return conversation;
    }
}

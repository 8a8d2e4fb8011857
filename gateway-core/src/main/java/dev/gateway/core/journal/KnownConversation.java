package dev.gateway.core.journal;

import java.time.Instant;

/**
 * A conversation in which a message was received, for display.
 *
 * @param platform the account's name
 * @param id the platform's id of it
 * @param title the title of the group, or the name of the person; empty if unknown
 * @param direct true for a private chat, false for a group
 * @param lastAt the time at which its last message was stored
 */
public record KnownConversation(
        String platform, String id, String title, boolean direct, Instant lastAt) {}

package dev.gateway.core.access;

import java.util.Locale;

/** The rules by which messages are accepted and refused, as they appear in events and logs. */
public enum AccessRule {
    /** The chat is open to every sender. */
    OPEN,
    /** The sender is in {@code allow_from}. */
    ALLOW_FROM,
    /** The group is in {@code groups}. */
    GROUP_LISTED,
    /** A post that a channel forwards into its group by itself. */
    CHANNEL_POST,
    /** Another bot, while {@code bots} is {@code ignore}. */
    BOT,
    /** Another bot that has used up its budget. */
    BOT_BUDGET,
    /** A direct chat, while {@code dm_policy} is {@code disabled}. */
    DM_DISABLED,
    /** A direct chat of a sender who is not in {@code allow_from}. */
    DM_ALLOWLIST,
    /** A direct chat of a sender who has to be paired. */
    DM_PAIRING,
    /** A group, while {@code group_policy} is {@code disabled}. */
    GROUP_DISABLED,
    /** A group that is not in {@code groups}, and a sender who is not allowed. */
    GROUP_ALLOWLIST,
    /** A message of a group that is not addressed to the bot. */
    NOT_ADDRESSED;

    private final String word = name().toLowerCase(Locale.ROOT);

    /** Returns the name in events. */
    public String word() {
        return word;
    }
}

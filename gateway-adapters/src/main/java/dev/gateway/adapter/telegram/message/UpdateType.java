package dev.gateway.adapter.telegram.message;

import java.util.Locale;

/**
 * The types of updates that are asked for. docs/protocols.md has the list of the others, and why
 * they are left out.
 */
public enum UpdateType {
    MESSAGE,
    EDITED_MESSAGE,
    CHANNEL_POST,
    EDITED_CHANNEL_POST,
    GUEST_MESSAGE,
    CALLBACK_QUERY,
    MY_CHAT_MEMBER,
    /** Asked for on request only. */
    MESSAGE_REACTION;

    /** The list in JSON without reactions. A constant, as Jackson would delay the first poll. */
    private static final String REGULAR =
            "[\"message\",\"edited_message\",\"channel_post\",\"edited_channel_post\","
                    + "\"guest_message\",\"callback_query\",\"my_chat_member\"";

    /** Returns the value of {@code allowed_updates} in JSON. */
    public static String allowed(boolean reactions) {
        return REGULAR + (reactions ? ",\"message_reaction\"]" : "]");
    }

    /** Returns the name of its field in an update. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns whether it is a new version of a message. */
    public boolean edited() {
        return this == EDITED_MESSAGE || this == EDITED_CHANNEL_POST;
    }
}

package dev.gateway.core.journal.engine;

import java.util.List;
import java.util.Locale;

/**
 * The content of a journal as a copy carries it from one engine to another. The values of a row are
 * texts, {@link Long} numbers and null, in the order of the columns; what is true or false is 1 or
 * 0, times are milliseconds since 1970. Rows of a table keep their order. What a process had in
 * flight waits again, and no place of a conversation is busy.
 */
public enum CopiedTable {
    /** The accounts, with the position up to which each was read. */
    ACCOUNTS("id", "name", "named", "epoch", "cursor"),
    /** The small values that adapters keep. */
    NOTES("account", "key", "value"),
    /** The messages, of finished ones only what recognises a redelivery. */
    MESSAGES(
            "id",
            "account",
            "dedup_key",
            "conversation",
            "sender",
            "direct",
            "text",
            "attachments",
            "remote",
            "context",
            "reply_context",
            "sent_at",
            "accepted_at",
            "state",
            "claims",
            "attempts",
            "failures",
            "reason"),
    /** The answers to be sent; {@code message} is the id of the message that one answers. */
    ANSWERS(
            "id",
            "message",
            "account",
            "conversation",
            "reply_context",
            "text",
            "attachments",
            "markdown",
            "created_at",
            "parked",
            "claims",
            "failures",
            "reason"),
    /** The places of conversations in the two queues. */
    PLACES("queue", "account", "conversation", "ready_at", "awaits", "refusals", "heard"),
    /** The recent exchanges, for handlers that need them. */
    TURNS("account", "conversation", "message", "said", "answered", "at"),
    /** The messages that others may quote. */
    SAID("account", "id", "conversation", "sender", "name", "text", "at"),
    /** The known conversations. */
    CONVERSATIONS("account", "id", "title", "direct", "last_at"),
    /** The persons who may talk. */
    PAIRINGS("account", "sender", "name", "approved_at"),
    /** The persons who have asked. */
    REQUESTS("account", "sender", "name", "code", "requested_at"),
    /** The counts of what was handled and refused. */
    COUNTERS("account", "handled", "refused");

    private final List<String> columns;

    CopiedTable(String... columns) {
        this.columns = List.of(columns);
    }

    /** Returns the names of the columns. */
    public List<String> columns() {
        return columns;
    }

    /** Returns the index of a column. */
    public int index(String column) {
        return columns.indexOf(column);
    }

    /** Returns the name for people. */
    public String title() {
        return name().toLowerCase(Locale.ROOT);
    }
}

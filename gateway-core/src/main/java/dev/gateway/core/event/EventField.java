package dev.gateway.core.event;

import java.util.Locale;

/**
 * A field of a lifecycle event: its name in {@code events.jsonl}, the kind of its value and its
 * meaning. The reference table {@code docs/events.md} is generated from these constants.
 */
public enum EventField {
    ACCESS(Kind.NAMES, "platforms whose rules of who may talk changed, without a reconnect"),
    ACCOUNTS(Kind.NUMBER, "accounts that the host held"),
    ADDED(Kind.NAMES, "platforms that were added and are being connected"),
    AFTER_MS(Kind.NUMBER, "milliseconds that had passed by then"),
    ANSWERS(Kind.NUMBER, "parts of the answer"),
    ATTEMPT(Kind.NUMBER, "number of the attempt, from 1"),
    BUDGET_MS(Kind.NUMBER, "milliseconds within which the stop ends"),
    CODE(Kind.NUMBER, "exit code"),
    COMPLETE(Kind.FLAG, "true if all messages in flight were finished"),
    ENDS_WITHIN_MS(Kind.NUMBER, "milliseconds within which the process ends by itself"),
    EPOCH(Kind.NUMBER, "number that is higher than that of every earlier holder of the token"),
    ERROR(Kind.TEXT, "reason in one line, with the next step where there is one"),
    FAILURES(Kind.NUMBER, "failures in a row"),
    FILE(Kind.TEXT, "path of the file"),
    FILES(Kind.NUMBER, "attachments that were loaded"),
    HANDLER(Kind.TEXT, "type of the new handler"),
    HOLDER_PID(Kind.NUMBER, "process that holds the lock or the token, if it is known"),
    HOME(Kind.TEXT, "path of the home"),
    HOST(Kind.TEXT, "host among those that share the journal, by the name in its config"),
    HOW(
            Kind.TEXT,
            "`ended` by itself, `died`, or `killed` because it outlived its time; what it had not finished is queued again"),
    ID(Kind.TEXT, "message or answer"),
    IN_FLIGHT(Kind.NUMBER, "messages that this process still works on"),
    INTO(Kind.TEXT, "message that it is a part of now"),
    LOG_LEVEL(Kind.TEXT, "new log level"),
    MESSAGES(Kind.NUMBER, "messages in the batch"),
    MICROS(Kind.NUMBER, "duration in microseconds"),
    MILLIS(Kind.NUMBER, "duration in milliseconds"),
    MISSING(Kind.NUMBER, "attachments that could not be loaded"),
    MOVED_TO(Kind.TEXT, "path of the damaged file; absent if the file was gone"),
    NEEDS_RESTART(Kind.NAMES, "settings that change only with a restart"),
    OLD_PID(Kind.NUMBER, "gateway that is asked to stop, or that has passed its home on"),
    OLDEST(Kind.TEXT, "time at which the oldest of them was sent"),
    OUTBOX(Kind.NUMBER, "answers to send"),
    PENDING(Kind.NUMBER, "messages that wait for the handler"),
    PLATFORM(Kind.TEXT, "account, by its name in the config"),
    PLATFORM_ID(Kind.TEXT, "ID that the platform gave the answer, if it gave one"),
    REASON(
            Kind.TEXT,
            "reason in one line; of a stale PID file as in `status --json`, of a refused message the rule"),
    RECONNECTED(Kind.NAMES, "platforms that were reconnected because their settings changed"),
    REMOVED(Kind.NAMES, "platforms that were removed and disconnected"),
    REQUEUED(Kind.NUMBER, "messages that were with the handler when that process ended"),
    RESCUED_ANSWERS(Kind.NUMBER, "answers that could be read from the damaged file"),
    RESCUED_MESSAGES(Kind.NUMBER, "messages that could be read from the damaged file"),
    RESENDING(Kind.NUMBER, "answers that were being sent when that process ended"),
    RETRY_IN_MS(Kind.NUMBER, "milliseconds until the next attempt"),
    ROUND(Kind.NUMBER, "number of the reload in this process, from 1"),
    SCHEMA(Kind.NUMBER, "version of the database schema"),
    SESSION(
            Kind.TEXT,
            "session: one life of a gateway process in a home, or its registration in a shared journal"),
    STATE(Kind.TEXT, "new state, as in `status --json`"),
    SUCCESSOR(Kind.NUMBER, "process that takes the home next, if it is known"),
    TOKEN(Kind.TEXT, "first 16 hex digits of the SHA-256 of the token, as in its lock file's name"),
    TYPE(Kind.TEXT, "type of the platform or of the handler"),
    WHAT(Kind.TEXT, "description of the update and of the defect, or of the refused write");

    /** Kinds of values. */
    public enum Kind {
        TEXT("text"),
        NAMES("names, separated by commas"),
        NUMBER("number"),
        FLAG("true or false");

        private final String description;

        Kind(String description) {
            this.description = description;
        }

        /** Returns the words of the reference table. */
        public String description() {
            return description;
        }
    }

    private final String wireName = name().toLowerCase(Locale.ROOT);
    private final Kind kind;
    private final String meaning;

    EventField(Kind kind, String meaning) {
        this.kind = kind;
        this.meaning = meaning;
    }

    /** Returns the name in {@code events.jsonl}: lower case with underscores. */
    public String wireName() {
        return wireName;
    }

    /** Returns the kind of the values. */
    public Kind kind() {
        return kind;
    }

    /** Returns the meaning, in the words of the reference table. */
    public String meaning() {
        return meaning;
    }
}

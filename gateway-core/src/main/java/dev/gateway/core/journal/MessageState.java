package dev.gateway.core.journal;

import java.util.Locale;

/** The state of a message. The order is part of the file format: append only. */
public enum MessageState {
    /** Accepted, waiting for a handler. */
    PENDING,
    /** With a handler. */
    IN_FLIGHT,
    /** Its answer is in the outbox. */
    ANSWERED,
    /** Its answer was sent, or there was none. */
    DONE,
    /** Failed too often; waiting for an operator. */
    PARKED,
    /** Dropped by an operator, or parked for too long. */
    DROPPED;

    private static final MessageState[] BY_CODE = values();

    public int code() {
        return ordinal();
    }

    /** Returns the state of a code; a code that this version does not know counts as parked. */
    public static MessageState of(int code) {
        return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : PARKED;
    }

    /** Returns the name in JSON. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}

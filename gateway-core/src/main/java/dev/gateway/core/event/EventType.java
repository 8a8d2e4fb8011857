package dev.gateway.core.event;

import java.util.Locale;

/**
 * Every step of a gateway's life that something may want to see. The list is complete: the crash
 * injector of the simulator ends a process at each of these, and a new step is a new constant.
 */
public enum EventType {
    // Start, in order.
    CONFIG_VALIDATED(true),
    HOME_READY(true),
    STANDBY(true),
    TAKEOVER_STARTED(true),
    LOCK_ACQUIRED(true),
    STALE_PID_FILE_RECOVERED(true),
    PID_FILE_PUBLISHED(true),
    JOURNAL_OPENED(true),
    STATE_CHANGED(true),
    READY(true),

    // One platform.
    TOKEN_WAITING(true),
    TOKEN_ACQUIRED(true),
    TOKEN_RELEASED(true),
    PLATFORM_STATE_CHANGED(true),
    PLATFORM_ABANDONED(true),
    UPDATE_UNREADABLE(true),

    // One message. Too many for the trail.
    MESSAGES_DELIVERED(false),
    MESSAGE_ACCEPTED(false),
    MESSAGES_CONFIRMED(false),
    ATTACHMENTS_LOADED(false),
    MESSAGE_STARTED(false),
    MESSAGE_HANDLED(false),
    MESSAGE_FAILED(false),
    MESSAGE_PARKED(true),
    ANSWER_SENDING(false),
    ANSWER_TAKEN(false),
    ANSWER_SENT(false),

    // The handler.
    HANDLER_FAILING(true),
    HANDLER_RECOVERED(true),

    // While running.
    PID_FILE_REPAIRED(true),
    LOCK_FILE_REPLACED(true),
    LOCK_LOST(true),
    JOURNAL_REPLACED(true),
    LOOP_FAILING(true),
    LOOP_RECOVERED(true),
    RELOAD_STARTED(true),
    RELOADED(true),
    RELOAD_REFUSED(true),

    // Stop, in order.
    STOP_REQUESTED(true),
    INTAKE_STOPPED(true),
    DRAIN_FINISHED(true),
    PLATFORMS_DISCONNECTED(true),
    TOKENS_RELEASED(true),
    JOURNAL_CLOSED(true),
    PID_FILE_REMOVED(true),
    STOP_SHORTENED(true),
    WATCHDOG_FIRED(true),
    START_FAILED(true),
    STOPPED(true);

    private final boolean trail;

    EventType(boolean trail) {
        this.trail = trail;
    }

    /** Whether {@code events.jsonl} keeps it. */
    public boolean trail() {
        return trail;
    }

    /** The name in {@code events.jsonl}: lower case with underscores. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}

package dev.gateway.sim.timeline;

import java.util.Locale;

/** What a stretch of time or a moment means; decides how it looks, never alone: all have words. */
public enum SpanStyle {
    /** A step of the story. */
    STEP,
    /** The process exists and loads. */
    LOADING,
    /** It waits for its turn. */
    STANDBY,
    /** It connects. */
    STARTING,
    /** It serves all. */
    RUNNING,
    /** It serves some. */
    DEGRADED,
    /** It finishes what is under way. */
    DRAINING,
    /** It disconnects and ends. */
    STOPPING,
    /** It has ended, or a state that nobody knows. */
    OVER,
    /** It stands still (SIGSTOP). */
    FROZEN,
    /** It is dead, and its parent did not wait for it. */
    ZOMBIE,
    /** A lock is held. */
    HELD,
    /** A file names a process that lives. */
    FILE,
    /** A file names a process that does not. */
    STALE,
    /** A token is polled. */
    POLL,
    /** A message waits for its answer, and gets it. */
    MESSAGE,
    /** A signal, a fault, something done on purpose. */
    FAULT,
    /** Something that may be, but is worth a look. */
    NOTICE,
    /** What must never be. */
    ALARM;

    /** Its name in a page. */
    String css() {
        return name().toLowerCase(Locale.ROOT);
    }
}

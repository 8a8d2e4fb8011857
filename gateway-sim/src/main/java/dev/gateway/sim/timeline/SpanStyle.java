package dev.gateway.sim.timeline;

import java.util.Locale;

/** The meaning of a span or a mark; selects its look, which is always accompanied by words. */
public enum SpanStyle {
    /** A step of the scenario. */
    STEP,
    /** The process exists and loads. */
    LOADING,
    /** The process waits for the home or a token. */
    STANDBY,
    /** The process connects. */
    STARTING,
    /** The process serves all platforms. */
    RUNNING,
    /** The process serves some platforms. */
    DEGRADED,
    /** The process finishes the messages in flight. */
    DRAINING,
    /** The process has passed its home on and finishes its messages beside the successor. */
    FINISHING,
    /** The process disconnects and ends. */
    STOPPING,
    /** The process has ended, or its state is unknown. */
    OVER,
    /** The process is frozen (SIGSTOP). */
    FROZEN,
    /** The process is dead, and its parent has not waited for it. */
    ZOMBIE,
    /** A lock is held. */
    HELD,
    /** A file names a live process. */
    FILE,
    /** A file names a dead process. */
    STALE,
    /** A token is polled. */
    POLL,
    /** A token passes from one process to the next. */
    HANDOVER,
    /** A message waits for its answer, and gets it. */
    MESSAGE,
    /** A signal or an injected fault. */
    FAULT,
    /** An event that is allowed, but worth a look. */
    NOTICE,
    /** A violation. */
    ALARM;

    /** Returns the CSS class. */
    String css() {
        return name().toLowerCase(Locale.ROOT);
    }
}

package dev.gateway.core.instance;

import java.util.Locale;

/** The reason why the process of a PID file is not a running gateway. */
public enum StaleReason {
    /** There is no such process. */
    DEAD("gone"),
    /** The process is dead and waits for its parent to collect it. */
    ZOMBIE("a zombie"),
    /** Another process has its PID now. */
    PID_REUSED("another program"),
    /** It belonged to an earlier boot of the machine. */
    OTHER_BOOT("from another boot"),
    /** The process exists but is not a gateway. */
    NOT_A_GATEWAY("another program"),
    /** The file holds no record. */
    CORRUPT("unknown");

    private final String words;

    StaleReason(String words) {
        this.words = words;
    }

    /** Returns the description of the process in a sentence: "process 4711 is …". */
    public String description() {
        return words;
    }

    /** Returns the name in JSON. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}

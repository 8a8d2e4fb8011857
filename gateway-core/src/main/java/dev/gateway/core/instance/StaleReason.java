package dev.gateway.core.instance;

import java.util.Locale;

/** Why a PID file speaks of nobody who runs here. */
public enum StaleReason {
    /** There is no such process. */
    DEAD("gone"),
    /** It is dead and waits to be collected by its parent. */
    ZOMBIE("a zombie"),
    /** Another process has its number now. */
    PID_REUSED("another program"),
    /** It belonged to an earlier boot of the machine. */
    OTHER_BOOT("from another boot"),
    /** The process exists but is no gateway. */
    NOT_A_GATEWAY("another program"),
    /** The file holds no record. */
    CORRUPT("unknown");

    private final String words;

    StaleReason(String words) {
        this.words = words;
    }

    /** What to call the process in a sentence: "process 4711 is …". */
    public String words() {
        return words;
    }

    /** The name in JSON. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}

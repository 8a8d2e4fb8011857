package dev.gateway.core.message;

import java.util.Locale;

/** Whether the handler answers. */
public enum HandlerState {
    /** Its last try came to an answer, or to silence that was said. */
    OK,
    /** It could not be started, or has failed at least twice since its last answer. */
    FAILING,
    /** It was asked nothing yet, or has failed once. */
    UNKNOWN;

    /** Returns the name in JSON. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}

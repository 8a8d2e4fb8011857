package dev.gateway.core.message;

import java.util.Locale;

/** The state of the handler. */
public enum HandlerState {
    /** The last attempt ended with an answer or an explicit silence. */
    OK,
    /** It could not be started, or has failed at least twice since its last answer. */
    FAILING,
    /** No attempt yet, or one failure. */
    UNKNOWN;

    /** Returns the name in JSON. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}

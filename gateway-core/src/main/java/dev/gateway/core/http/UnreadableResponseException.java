package dev.gateway.core.http;

import java.io.IOException;

/** A response that came, but is none that can be used; the message goes on after the host. */
public final class UnreadableResponseException extends IOException {

    /** Creates one with the words after the host's name. */
    public UnreadableResponseException(String message) {
        super(message);
    }
}

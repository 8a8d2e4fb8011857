package dev.gateway.core.http.service;

import java.io.IOException;

/**
 * A complete response that cannot be used. The message continues a sentence that begins with the
 * host.
 */
public final class UnreadableResponseException extends IOException {

    /** Creates an exception with the words after the host's name. */
    public UnreadableResponseException(String message) {
        super(message);
    }
}

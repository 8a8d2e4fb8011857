package dev.gateway.core.journal.table;

/** One row of the journal has content that this version cannot read; it concerns that row alone. */
public final class UnreadableRowException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnreadableRowException(String message) {
        super(message);
    }

    UnreadableRowException(String message, Throwable cause) {
        super(message, cause);
    }
}

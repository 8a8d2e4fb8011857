package dev.gateway.core.file;

import java.util.Optional;

/** A text file that cannot be read. The message is a fragment that does not name the file. */
public final class UnreadableFileException extends Exception {

    /** The cause, which tells the operator what to do. */
    public enum Reason {
        MISSING,
        ACCESS_DENIED,
        NOT_A_FILE,
        TOO_BIG,
        NOT_TEXT,
        FAILED
    }

    private final Reason reason;
    private final int line;

    UnreadableFileException(Reason reason, String message) {
        this(reason, message, 0);
    }

    UnreadableFileException(Reason reason, String message, int line) {
        super(message);
        this.reason = reason;
        this.line = line;
    }

    public Reason reason() {
        return reason;
    }

    /** Returns the line of the problem, counted from 1. */
    public Optional<Integer> line() {
        return line == 0 ? Optional.empty() : Optional.of(line);
    }
}

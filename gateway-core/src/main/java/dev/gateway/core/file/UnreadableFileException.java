package dev.gateway.core.file;

import java.util.Optional;

/** A file whose text cannot be had. The message is a fragment that does not name the file. */
public final class UnreadableFileException extends Exception {

    /** What a person has to do about it. */
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

    /** Where in the file, from 1. */
    public Optional<Integer> line() {
        return line == 0 ? Optional.empty() : Optional.of(line);
    }
}

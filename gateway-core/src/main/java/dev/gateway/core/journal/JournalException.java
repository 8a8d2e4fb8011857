package dev.gateway.core.journal;

import java.io.IOException;

/** A failure to use the journal; the message names the file, the cause and the next step. */
public final class JournalException extends IOException {

    private static final long serialVersionUID = 1L;

    /** The kind of obstacle. */
    public enum Kind {
        /** Passes by itself: another process has the file locked. */
        PASSING,
        /** Needs another home, or other settings. */
        UNSUITABLE,
        /** Needs the database that was used before, or the present primary of it. */
        OTHER_DATABASE,
        /** Needs a right that the user or the role has not. */
        NOT_PERMITTED,
        /** Concerns the disk, the folder or the file. */
        UNUSABLE
    }

    private final Kind kind;

    public JournalException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /** Returns the kind of obstacle. */
    public Kind kind() {
        return kind;
    }
}

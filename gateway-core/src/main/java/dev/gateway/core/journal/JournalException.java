package dev.gateway.core.journal;

import java.io.IOException;

/** The journal cannot be used: its message names the file, the cause and the next step. */
public final class JournalException extends IOException {

    private static final long serialVersionUID = 1L;

    /** What kind of obstacle it is. */
    public enum Kind {
        /** It passes by itself: another process has the file locked. */
        PASSING,
        /** Only another home helps. */
        UNSUITABLE,
        /** The disk, the folder or the file. */
        UNUSABLE
    }

    private final Kind kind;

    public JournalException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /** Returns what kind of obstacle it is. */
    public Kind kind() {
        return kind;
    }
}

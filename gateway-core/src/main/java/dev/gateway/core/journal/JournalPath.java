package dev.gateway.core.journal;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/** Limits of the journal's path. */
public final class JournalPath {

    /** The limit in bytes: SQLite accepts 512 for the longest name that it derives. */
    private static final int MAX_BYTES = 504;

    private JournalPath() {}

    /**
     * Returns the reason and the remedy if {@code file} cannot be a journal's path; empty if it
     * can.
     */
    public static Optional<String> problem(Path file) {
        int length = file.toAbsolutePath().toString().getBytes(StandardCharsets.UTF_8).length;
        return length <= MAX_BYTES
                ? Optional.empty()
                : Optional.of(
                        ("The path of %s has %d bytes, SQLite opens files of at most %d; choose a"
                                        + " shorter --home.")
                                .formatted(file.getFileName(), length, MAX_BYTES));
    }
}

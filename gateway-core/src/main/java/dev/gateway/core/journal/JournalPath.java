package dev.gateway.core.journal;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/** Where a journal can lie. */
public final class JournalPath {

    /** SQLite takes 512 bytes for the longest name that it makes of it. */
    private static final int LONGEST = 504;

    private JournalPath() {}

    /** Returns why no journal can lie there, with the remedy; empty if one can. */
    public static Optional<String> problem(Path file) {
        int length = file.toAbsolutePath().toString().getBytes(StandardCharsets.UTF_8).length;
        return length <= LONGEST
                ? Optional.empty()
                : Optional.of(
                        ("The path of %s has %d bytes, SQLite opens files of at most %d; choose a"
                                        + " shorter --home.")
                                .formatted(file.getFileName(), length, LONGEST));
    }
}

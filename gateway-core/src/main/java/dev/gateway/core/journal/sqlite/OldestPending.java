package dev.gateway.core.journal.sqlite;

import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The acceptance time of the oldest pending message, read from the database about once a second by
 * the journal's thread and from memory by any other.
 */
final class OldestPending {

    private static final long EVERY = TimeUnit.MILLISECONDS.toNanos(900);

    private long lookedAt = System.nanoTime() - EVERY;
    private volatile Instant found;

    /** Reads it if it is due. */
    void refresh(JournalDatabase database) throws SQLException {
        long now = System.nanoTime();
        if (now - lookedAt >= EVERY) {
            lookedAt = now;
            found = database.oldestPending().orElse(null);
        }
    }

    /** Returns the time; empty if nothing is pending by now. */
    Optional<Instant> acceptedAt(JournalStats stats) {
        return stats.counts().pending() == 0 ? Optional.empty() : Optional.ofNullable(found);
    }
}

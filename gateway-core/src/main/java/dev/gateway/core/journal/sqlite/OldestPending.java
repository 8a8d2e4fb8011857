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

    private static final long REFRESH_INTERVAL = TimeUnit.MILLISECONDS.toNanos(900);

    private long refreshedAt = System.nanoTime() - REFRESH_INTERVAL;
    private volatile Instant acceptedAt;

    /** Reads it if it is due. */
    void refresh(JournalDatabase database) throws SQLException {
        long now = System.nanoTime();
        if (now - refreshedAt >= REFRESH_INTERVAL) {
            refreshedAt = now;
            acceptedAt = database.oldestPending().orElse(null);
        }
    }

    /** Returns the time; empty if nothing is pending by now. */
    Optional<Instant> acceptedAt(JournalStats stats) {
        return stats.counts().pending() == 0 ? Optional.empty() : Optional.ofNullable(acceptedAt);
    }
}

package dev.gateway.core.journal.sqlite;

import java.sql.SQLException;
import java.time.Duration;

/**
 * The clock that decides which rows are expired. It follows the wall clock, but accepts a jump
 * ahead only after the wall clock has been consistent for a day. Meanwhile it continues at its own
 * pace, so that no row is deleted because the time was wrong for a while. Its time is stored in the
 * journal, and a start after a long pause is such a jump too. It follows a jump back at once, which
 * deletes less.
 */
final class RetentionClock {

    private static final long TOLERANCE = Duration.ofMinutes(1).toMillis();
    private static final long TRUST_MILLIS = Duration.ofHours(24).toMillis();
    private static final String NOW = "pruning_now";
    private static final String WAIT = "pruning_wait";

    private boolean begun;
    private long now;
    private long wait;
    private long lastWall;
    private long lastNanos;

    /** Returns the time and stores it. Must not be called inside a transaction. */
    long now(JournalDatabase database, long wall, long nanos) throws SQLException {
        long elapsed = 0;
        if (begun) {
            elapsed = Math.max(0, (nanos - lastNanos) / 1_000_000);
        } else {
            begun = true;
            now = database.meta().number(NOW).orElse(wall);
            wait = database.meta().number(WAIT).orElse(0);
            lastWall = wall;
        }
        long expected = now + elapsed;
        if (wall <= expected + TOLERANCE) {
            wait = 0;
            now = wall;
        } else {
            boolean jumped = wall > lastWall + elapsed + TOLERANCE;
            wait = (wait == 0 || jumped ? TRUST_MILLIS : wait) - elapsed;
            now = wait <= 0 ? wall : expected;
            wait = Math.max(0, wait);
        }
        lastWall = wall;
        lastNanos = nanos;
        database.connection().begin(false);
        database.meta().set(NOW, Long.toString(now));
        database.meta().set(WAIT, Long.toString(wait));
        database.connection().commit();
        return now;
    }
}

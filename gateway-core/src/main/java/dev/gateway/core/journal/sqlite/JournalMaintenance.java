package dev.gateway.core.journal.sqlite;

import dev.gateway.core.journal.JournalSettings;
import dev.gateway.core.journal.table.ConversationQueue;
import dev.gateway.core.time.Deadline;
import dev.gateway.core.time.Durations;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/**
 * The maintenance that the journal's thread does between transactions: about once a second it
 * checks for changes by other processes, about once a minute it deletes expired rows, a few at a
 * time. Used by that thread alone.
 *
 * <p>Of two processes on one journal, only the holder of the home does this; the other one follows:
 * it only looks for changes.
 */
final class JournalMaintenance {

    private static final Duration CHECK_INTERVAL = Duration.ofSeconds(1);
    private static final Duration PRUNE_INTERVAL = Duration.ofMinutes(1);
    private static final Duration PRUNE_MORE = Duration.ofMillis(100);
    private static final long JUMP_MILLIS = 10_000;
    private static final long IDLE = TimeUnit.SECONDS.toNanos(2);
    private static final long MAX_CHECKPOINT_INTERVAL = TimeUnit.SECONDS.toNanos(30);

    private final Clock clock;
    private final RetentionPruner pruner;
    private final RetentionClock retentionClock = new RetentionClock();
    private Deadline nextCheck = Deadline.after(CHECK_INTERVAL);
    private Deadline nextPrune = Deadline.after(PRUNE_MORE);
    private long lastCommit = System.nanoTime();
    private long lastCheckpoint = System.nanoTime();
    private boolean ahead = true;
    private long dataVersion = -1;
    private long lastMillis;

    JournalMaintenance(JournalSettings settings, Clock clock) {
        this.clock = clock;
        this.pruner = new RetentionPruner(settings);
        this.lastMillis = clock.millis();
    }

    long nanosUntilNext() {
        return Durations.min(nextCheck.remaining(), nextPrune.remaining()).toNanos();
    }

    boolean isDue() {
        return nanosUntilNext() == 0;
    }

    /** Records a commit: the write-ahead log is ahead of the database. */
    void recordCommit() {
        lastCommit = System.nanoTime();
        ahead = true;
    }

    /** Only keeps the times: another process does the maintenance. */
    void skip() {
        nextPrune = Deadline.after(PRUNE_INTERVAL);
        nextCheck = Deadline.after(CHECK_INTERVAL);
    }

    /** Does the maintenance that is due. */
    void run(JournalDatabase store) throws SQLException {
        run(store, ignored -> {});
    }

    /**
     * Does the maintenance that is due.
     *
     * @param shrunk is told the size in bytes to which the file may become smaller from now on
     */
    void run(JournalDatabase store, LongConsumer shrunk) throws SQLException {
        if (nextCheck.isExpired()) {
            nextCheck = Deadline.after(CHECK_INTERVAL);
            noteOtherWrites(store);
            mendAfterClockWentBack(store);
            checkpoint(store, System.nanoTime());
        }
        if (nextPrune.isExpired()) {
            nextPrune = Deadline.after(PRUNE_INTERVAL);
            long now = retentionClock.now(store, clock.millis(), System.nanoTime());
            if (pruner.step(store, now)) {
                nextPrune = Deadline.after(PRUNE_MORE);
            }
            shrunk.accept(store.bytes());
        }
    }

    /**
     * Copies the log into the database in a quiet moment: committed data must not be in the log
     * alone for hours.
     */
    private void checkpoint(JournalDatabase store, long now) throws SQLException {
        boolean due = now - lastCommit >= IDLE || now - lastCheckpoint >= MAX_CHECKPOINT_INTERVAL;
        if (ahead && due) {
            lastCheckpoint = now;
            ahead = !store.checkpoint();
        }
    }

    private void noteOtherWrites(JournalDatabase store) throws SQLException {
        long found = store.dataVersion();
        ahead |= found != dataVersion;
        dataVersion = found;
    }

    /** Ends what would wait for the former time: a clock set back an hour, for that hour. */
    private void mendAfterClockWentBack(JournalDatabase store) throws SQLException {
        long now = clock.millis();
        if (now < lastMillis - JUMP_MILLIS) {
            store.connection().begin(false);
            for (ConversationQueue<?> queue : store.queues()) {
                queue.endWaitsBeyond(now);
            }
            store.resetFutureTimes(now);
            store.connection().commit();
            store.counts().markMoved();
        }
        lastMillis = now;
    }
}

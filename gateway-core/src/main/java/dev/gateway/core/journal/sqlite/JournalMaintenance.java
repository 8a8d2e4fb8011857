package dev.gateway.core.journal.sqlite;

import dev.gateway.core.journal.JournalSettings;
import dev.gateway.core.journal.table.ConversationQueueTable;
import java.sql.SQLException;
import java.time.Clock;
import java.util.concurrent.TimeUnit;

/**
 * What the journal's thread does between transactions: about once a second it looks whether another
 * process has changed the file, about once a minute it removes what is too old, a little at a time.
 * Used by that thread alone.
 */
final class JournalMaintenance {

    private static final long LOOK = TimeUnit.SECONDS.toNanos(1);
    private static final long PRUNE = TimeUnit.MINUTES.toNanos(1);
    private static final long PRUNE_MORE = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long JUMP_MILLIS = 10_000;
    private static final long IDLE = TimeUnit.SECONDS.toNanos(2);
    private static final long LONGEST_WITHOUT_CHECKPOINT = TimeUnit.SECONDS.toNanos(30);

    private final Clock clock;
    private final RetentionPruner pruner;
    private final Runnable announce;
    private final RetentionClock retentionClock = new RetentionClock();
    private long nextLook = System.nanoTime() + LOOK;
    private long nextPrune = System.nanoTime() + PRUNE_MORE;
    private long lastCommit = System.nanoTime();
    private long lastCheckpoint = System.nanoTime();
    private boolean ahead = true;
    private long dataVersion = -1;
    private long lastMillis;

    JournalMaintenance(JournalSettings settings, Clock clock, Runnable announce) {
        this.clock = clock;
        this.pruner = new RetentionPruner(settings);
        this.announce = announce;
        this.lastMillis = clock.millis();
    }

    long nanosUntilNext() {
        return Math.max(0, Math.min(nextLook, nextPrune) - System.nanoTime());
    }

    boolean isDue() {
        return nanosUntilNext() == 0;
    }

    /** Tells others that something has changed. */
    void announce() {
        announce.run();
    }

    /** Something was committed: the write-ahead log is ahead of the database. */
    void committed() {
        lastCommit = System.nanoTime();
        ahead = true;
    }

    /** Does what is due; tells whether others should look again. */
    boolean run(JournalDatabase store) throws SQLException {
        return run(store, () -> {});
    }

    /**
     * Does what is due; tells whether others should look again.
     *
     * @param shrinking called when the file of the database may become smaller
     */
    boolean run(JournalDatabase store, Runnable shrinking) throws SQLException {
        boolean changed = false;
        long started = System.nanoTime();
        if (started - nextLook >= 0) {
            nextLook = started + LOOK;
            changed = changedElsewhere(store) | clockWentBack(store);
            checkpoint(store, started, changed);
        }
        if (started - nextPrune >= 0) {
            nextPrune = started + PRUNE;
            shrinking.run();
            long now = retentionClock.now(store, clock.millis(), System.nanoTime());
            if (pruner.step(store, now)) {
                nextPrune = System.nanoTime() + PRUNE_MORE;
            }
        }
        return changed;
    }

    /**
     * Copies the log into the database when there is a moment for it: the log must not be the only
     * place of what was committed for hours.
     */
    private void checkpoint(JournalDatabase store, long now, boolean changedElsewhere)
            throws SQLException {
        ahead |= changedElsewhere;
        boolean due =
                now - lastCommit >= IDLE || now - lastCheckpoint >= LONGEST_WITHOUT_CHECKPOINT;
        if (ahead && due) {
            lastCheckpoint = now;
            ahead = !store.checkpoint();
        }
    }

    private boolean changedElsewhere(JournalDatabase store) throws SQLException {
        long found = store.dataVersion();
        boolean changed = found != dataVersion;
        dataVersion = found;
        return changed;
    }

    /** Without this a clock that was set back an hour would make retries wait for that hour. */
    private boolean clockWentBack(JournalDatabase store) throws SQLException {
        long now = clock.millis();
        boolean back = now < lastMillis - JUMP_MILLIS;
        lastMillis = now;
        if (back) {
            store.session().begin(false);
            for (ConversationQueueTable.Queue queue : ConversationQueueTable.Queue.values()) {
                store.lanes(queue).advance(now);
            }
            store.forgetTheFuture(now);
            store.session().commit();
        }
        return back;
    }
}

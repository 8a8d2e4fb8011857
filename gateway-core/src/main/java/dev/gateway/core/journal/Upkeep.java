package dev.gateway.core.journal;

import java.sql.SQLException;
import java.time.Clock;
import java.util.concurrent.TimeUnit;

/**
 * What the journal's thread does between transactions: about once a second it looks whether another
 * process has changed the file, about once a minute it removes what is too old, a little at a time.
 * Used by that thread alone.
 */
final class Upkeep {

    private static final long LOOK = TimeUnit.SECONDS.toNanos(1);
    private static final long PRUNE = TimeUnit.MINUTES.toNanos(1);
    private static final long PRUNE_MORE = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long JUMP_MILLIS = 10_000;

    private final Clock clock;
    private final Pruning pruning;
    private final Runnable announce;
    private long nextLook = System.nanoTime() + LOOK;
    private long nextPrune = System.nanoTime() + PRUNE_MORE;
    private long dataVersion = -1;
    private long lastMillis;

    Upkeep(JournalSettings settings, Clock clock, Runnable announce) {
        this.clock = clock;
        this.pruning = new Pruning(settings);
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

    /** Does what is due; tells whether others should look again. */
    boolean run(Store store) throws SQLException {
        boolean changed = false;
        long started = System.nanoTime();
        if (started - nextLook >= 0) {
            nextLook = started + LOOK;
            changed = changedElsewhere(store) | clockWentBack(store);
        }
        if (started - nextPrune >= 0) {
            nextPrune = started + PRUNE;
            if (pruning.step(store, clock.millis())) {
                nextPrune = System.nanoTime() + PRUNE_MORE;
            }
        }
        return changed;
    }

    private boolean changedElsewhere(Store store) throws SQLException {
        long found = store.dataVersion();
        boolean changed = found != dataVersion;
        dataVersion = found;
        return changed;
    }

    /** Without this a clock that was set back an hour would make retries wait for that hour. */
    private boolean clockWentBack(Store store) throws SQLException {
        long now = clock.millis();
        boolean back = now < lastMillis - JUMP_MILLIS;
        lastMillis = now;
        if (back) {
            store.session().begin(false);
            for (LaneTable.Queue queue : LaneTable.Queue.values()) {
                store.lanes(queue).advance(now);
            }
            store.session().commit();
        }
        return back;
    }
}

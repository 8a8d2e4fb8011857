package dev.gateway.core.journal.sqlite;

import dev.gateway.core.journal.MessageCounts;
import dev.gateway.core.journal.MessageState;
import dev.gateway.core.journal.QuarantinedDatabase;
import dev.gateway.core.journal.table.JournalCounts;
import dev.gateway.core.journal.table.JournalCounts.Count;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * The counts of the journal, kept in memory so that reading them is free. After a commit only what
 * it changed is applied; all of it is read at the open, and when another process has written, then
 * for at most a tenth of the time. Changed by the journal's thread alone, read by any.
 */
final class JournalStats {

    /** The factor by which the pause between two complete reads exceeds the time of one. */
    private static final int PAUSE_FACTOR = 10;

    private static final long PAUSE_AFTER_FAILURE = TimeUnit.SECONDS.toNanos(1);

    private final Map<Place, Long> tallies = new HashMap<>();
    private final Map<Integer, Long> sums = new HashMap<>();
    private final Map<String, Long> pending = new ConcurrentHashMap<>();
    private final Set<String> withAnswers = ConcurrentHashMap.newKeySet();
    private volatile MessageCounts counts = MessageCounts.NONE;
    private volatile Optional<QuarantinedDatabase> replaced = Optional.empty();
    private boolean stale;
    private long nextRead = System.nanoTime();

    /** Reads the counts of a database. */
    static JournalStats of(JournalDatabase database) throws SQLException {
        var stats = new JournalStats();
        stats.read(database);
        return stats;
    }

    /** Reads everything again. */
    void read(JournalDatabase database) throws SQLException {
        long began = System.nanoTime();
        List<Count> all = database.counts().read();
        replaced = database.replacedFiles().last();
        database.counts().takeChanges(); // What was read has them.
        List<Count> changes = new ArrayList<>(all);
        tallies.forEach((place, n) -> changes.add(new Count(place.account(), place.what(), -n)));
        apply(changes);
        stale = false;
        long now = System.nanoTime();
        nextRead = now + (now - began) * PAUSE_FACTOR;
    }

    /** Records that another process has written. */
    void markStale() {
        stale = true;
    }

    /** Returns the time until the next complete read; an endless one while none is needed. */
    long nanosUntilRead() {
        return stale ? Math.max(0, nextRead - System.nanoTime()) : Long.MAX_VALUE;
    }

    /** Reads everything again if another process has written and it is time; returns whether. */
    boolean readIfStale(JournalDatabase database) throws SQLException {
        if (!stale || System.nanoTime() - nextRead < 0) {
            return false;
        }
        nextRead = System.nanoTime() + PAUSE_AFTER_FAILURE;
        read(database);
        return true;
    }

    /** Applies the differences that a commit has made. */
    void apply(List<Count> changes) {
        if (changes.isEmpty()) {
            return;
        }
        changes.forEach(change -> add(Place.of(change), change.n()));
        counts =
                new MessageCounts(
                        sum(MessageState.PENDING),
                        sum(MessageState.IN_FLIGHT),
                        sum(MessageState.ANSWERED) + sum(MessageState.DONE),
                        sum(MessageState.PARKED)
                                + sums.getOrDefault(JournalCounts.PARKED_ANSWERS, 0L),
                        sums.getOrDefault(JournalCounts.DUE_ANSWERS, 0L),
                        sums.getOrDefault(JournalCounts.REFUSED, 0L));
    }

    private void add(Place place, long change) {
        long n = tallies.getOrDefault(place, 0L) + change;
        if (n == 0) {
            tallies.remove(place);
        } else {
            tallies.put(place, n);
        }
        sums.merge(place.what(), change, Long::sum);
        if (place.what() == MessageState.PENDING.code()) {
            if (n > 0) {
                pending.put(place.account(), n);
            } else {
                pending.remove(place.account());
            }
        } else if (place.what() == JournalCounts.DUE_ANSWERS) {
            if (n > 0) {
                withAnswers.add(place.account());
            } else {
                withAnswers.remove(place.account());
            }
        }
    }

    private long sum(MessageState state) {
        return sums.getOrDefault(state.code(), 0L);
    }

    MessageCounts counts() {
        return counts;
    }

    Optional<QuarantinedDatabase> replaced() {
        return replaced;
    }

    long pending(String account) {
        return pending.getOrDefault(account, 0L);
    }

    /** Returns the accounts with messages for the handler; a view that others change. */
    Set<String> withPending() {
        return Collections.unmodifiableSet(pending.keySet());
    }

    /** Returns the accounts with answers to be sent; a view that others change. */
    Set<String> withAnswers() {
        return Collections.unmodifiableSet(withAnswers);
    }

    /** One count's place; the owner may be empty in a damaged row. */
    private record Place(String account, int what) {
        static Place of(Count count) {
            return new Place(count.account() == null ? "" : count.account(), count.what());
        }
    }

    /**
     * The acceptance time of the oldest pending message, read from the database about once a second
     * by the journal's thread and from memory by any other.
     */
    static final class OldestPending {

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
            return stats.counts().pending() == 0
                    ? Optional.empty()
                    : Optional.ofNullable(acceptedAt);
        }
    }
}

package dev.gateway.core.journal.sqlite;

import dev.gateway.core.journal.file.SqliteErrorKind;
import dev.gateway.core.time.Deadline;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The single thread that uses the connection. Calls that arrive while it waits for the disk become
 * one transaction, so that load costs one fsync per group and not per message. Callers may be
 * interrupted freely: they only wait for a future.
 *
 * <p>A failed transaction fails only the calls in it; the thread goes on.
 */
final class GroupCommit implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);
    private static final int MAX_GROUP = 256;
    private static final long CLOSE_TIMEOUT_SECONDS = 2;
    private static final Duration YIELD_TIMEOUT = Duration.ofSeconds(5);
    private static final int MAX_PAUSE_FAILURES = 7;

    /** The number of files in which one transaction is tried, as the holder replaces them. */
    private static final int MAX_FILES = 3;

    private final DatabaseOpener opener;
    private final JournalMaintenance maintenance;
    private final OtherSessions sessions;
    private final Runnable announce;
    private final DatabaseInUse database;
    private final CommitQueue queue;
    private final AtomicLong commits = new AtomicLong();
    private final JournalStats.OldestPending oldestPending = new JournalStats.OldestPending();
    private final Thread thread;
    private boolean maintenanceFailed;
    private final JournalStats stats;

    /**
     * Starts the thread.
     *
     * @param announce tells listeners that they should check the journal
     */
    GroupCommit(
            DatabaseOpener opener,
            JournalDatabase store,
            JournalMaintenance maintenance,
            OtherSessions sessions,
            Runnable announce)
            throws SQLException {
        this.opener = opener;
        this.queue = new CommitQueue(opener.path());
        this.maintenance = maintenance;
        this.sessions = sessions;
        this.announce = announce;
        this.database = new DatabaseInUse(opener, store, this::use);
        this.stats = JournalStats.of(store);
        sessions.read(store);
        this.thread = new Thread(this::run, "journal-writer");
        this.thread.setDaemon(true);
        this.thread.start();
    }

    /** Returns the counts after the last commit. */
    JournalStats stats() {
        return stats;
    }

    /** Returns the acceptance time of the oldest message that waits for a handler. */
    Optional<Instant> oldestPending() {
        return oldestPending.acceptedAt(stats);
    }

    /** Returns the number of transactions committed so far. */
    long commits() {
        return commits.get();
    }

    /**
     * Runs {@code work} in a transaction and waits until it is committed.
     *
     * @param synced whether the commit must wait for the disk
     */
    <T> T call(boolean synced, CommitQueue.Work<T> work) throws IOException, InterruptedException {
        return queue.call(synced, work);
    }

    /** Runs {@code work} in a transaction without waiting; see {@link CommitQueue#submit}. */
    <T> CompletableFuture<T> submit(boolean synced, CommitQueue.Work<T> work) {
        return queue.submit(synced, work);
    }

    /** Makes a short call that completes even if the caller is interrupted meanwhile. */
    <T> T uninterrupted(boolean synced, CommitQueue.Work<T> work) {
        return queue.uninterrupted(synced, work);
    }

    /** Refuses new calls from now on. */
    void beginClosing() {
        queue.beginClosing();
    }

    /** Returns whether new calls are refused. */
    boolean isClosing() {
        return queue.isClosing();
    }

    @Override
    public void close() {
        beginClosing();
        queue.add(ignored -> null); // It wakes the thread.
        boolean interrupted = false;
        Deadline deadline = Deadline.after(Duration.ofSeconds(CLOSE_TIMEOUT_SECONDS));
        while (thread.isAlive() && !deadline.isExpired()) {
            try {
                thread.join(100);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (thread.isAlive()) {
            LOG.error("{} did not close within {} s.", opener.path(), CLOSE_TIMEOUT_SECONDS);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Leaves the care for the file to another process: from the return on, this one only reads and
     * writes rows.
     *
     * @throws IOException if the care in progress did not end in time; this process keeps it then
     */
    void yieldMaintenance() throws IOException, InterruptedException {
        database.follow();
        boolean left = false;
        try {
            left = passThread();
        } finally {
            if (!left) {
                database.lead();
            }
        }
        if (!left) {
            throw new IOException(
                    opener.path()
                            + " is being repaired or waits for the disk; try again when that is"
                            + " over.");
        }
    }

    /** Waits until the thread has ended what it is doing; returns whether it did in time. */
    private boolean passThread() throws InterruptedException {
        try {
            queue.add(ignored -> null).get(YIELD_TIMEOUT.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (ExecutionException e) {
            return true; // That it could not commit is of no concern.
        } catch (TimeoutException e) {
            return queue.isEnded();
        }
    }

    /** Takes the care for the file again, and for the work of sessions that have ended. */
    void takeMaintenance() {
        database.lead();
        queue.add(
                store -> {
                    sessions.read(store);
                    return null;
                });
    }

    private void run() {
        List<CommitQueue.Task<?>> group = new ArrayList<>(MAX_GROUP);
        int failures = 0;
        while (!queue.isFinished()) {
            try {
                round(group);
                failures = 0;
            } catch (Throwable e) { // Only close() may end this thread.
                fail(group, e);
                failures = Math.min(failures + 1, MAX_PAUSE_FAILURES);
                pause(failures);
            } finally {
                group.clear();
            }
        }
        end();
    }

    private void round(List<CommitQueue.Task<?>> group) throws InterruptedException {
        queue.take(group, MAX_GROUP, nanosUntilNext());
        if (!group.isEmpty()) {
            commit(group);
        }
        if (queue.isClosing()) {
            return;
        }
        if (!database.isOpen()) {
            database.reopenIfDue();
            return;
        }
        if (!database.isFollowing() && sessions.isDue()) {
            lookAtOthers();
        }
        if (database.isOpen() && maintenance.isDue()) {
            maintain();
        }
        if (database.isOpen() && countsAreDue()) {
            applyCounts(database.get());
        }
    }

    private boolean countsAreDue() {
        return stats.nanosUntilRead() == 0 || database.get().counts().isMoved();
    }

    private long nanosUntilNext() {
        if (!database.isOpen()) {
            return database.untilReopen().toNanos();
        }
        long next = Math.min(maintenance.nanosUntilNext(), stats.nanosUntilRead());
        return database.isFollowing() ? next : Math.min(next, sessions.nanosUntilNext());
    }

    private void fail(List<CommitQueue.Task<?>> group, Throwable cause) {
        try {
            group.forEach(task -> task.fail(cause));
            LOG.error("The journal's thread continues after an unexpected error", cause);
        } catch (Throwable again) { // Out of memory, most likely: the thread must go on.
            cause.addSuppressed(again);
        }
    }

    private static void pause(int failures) {
        try {
            Thread.sleep(10L << failures);
        } catch (InterruptedException e) {
            // No caller interrupts this thread on purpose; it ends on request.
            LOG.debug("Interrupted", e);
        }
    }

    private void end() {
        queue.end();
        database.close();
    }

    private void commit(List<CommitQueue.Task<?>> group) {
        if (!database.isOpen()) {
            database.reopenIfDue();
        }
        if (!database.isOpen()) {
            IOException reason = database.unavailable();
            group.forEach(task -> task.fail(reason));
            return;
        }
        try {
            commitTogether(group);
        } catch (SQLException e) {
            SqliteErrorKind failure = SqliteErrorKind.of(e);
            if (failure == SqliteErrorKind.DAMAGED && database.replace(e)) {
                commitOneByOne(group);
            } else if (database.isOpen() && group.size() > 1 && !failure.affectsAllTransactions()) {
                commitOneByOne(group);
            } else {
                IOException described = SqliteErrorKind.describe(opener.path(), e);
                group.forEach(task -> task.fail(described));
            }
        } catch (RuntimeException e) {
            if (group.size() > 1) {
                commitOneByOne(group);
            } else {
                group.forEach(task -> task.fail(e));
            }
        }
    }

    /** Runs each task in a transaction of its own, so that only the bad one fails. */
    private void commitOneByOne(List<CommitQueue.Task<?>> group) {
        for (CommitQueue.Task<?> task : group) {
            try {
                commitTogether(List.of(task));
            } catch (SQLException e) {
                task.fail(SqliteErrorKind.describe(opener.path(), e));
            } catch (RuntimeException e) {
                task.fail(e);
            }
        }
    }

    private void commitTogether(List<CommitQueue.Task<?>> group) throws SQLException {
        for (int file = 1; ; file++) {
            try {
                commitNow(group);
            } catch (SQLException e) {
                if (file < MAX_FILES && !database.isStillInPlace() && database.isOpen()) {
                    continue; // The failure concerned a file that is no longer the journal.
                }
                throw e;
            }
            if (database.isStillInPlace()) {
                break;
            }
            if (file == MAX_FILES || !database.isOpen()) {
                throw new SQLException("it was replaced meanwhile and is not open yet");
            }
        }
        applyCounts(database.get());
        group.forEach(CommitQueue.Task::succeed);
    }

    /**
     * Applies what was committed; it stays committed if another process's counts are not read. When
     * they are, listeners check the journal, whichever step noticed that another process has
     * written.
     */
    private void applyCounts(JournalDatabase store) {
        if (store.counts().takeMoved()) {
            stats.markStale();
            sessions.markUnread();
        }
        try {
            if (stats.readIfStale(store)) {
                announce.run();
                return;
            }
        } catch (SQLException e) {
            LOG.warn("The counts of {} are read again later: {}", opener.path(), e.getMessage());
        }
        stats.apply(store.counts().takeChanges());
    }

    private void commitNow(List<CommitQueue.Task<?>> group) throws SQLException {
        boolean synced = group.stream().anyMatch(CommitQueue.Task::isSynced);
        JournalDatabase store = database.get();
        try {
            store.connection().begin(synced);
            store.noteOtherWrites();
            for (CommitQueue.Task<?> task : group) {
                store.loadQueues(); // The one before may have passed rows to another account.
                task.run(store);
            }
            store.connection().commit();
        } catch (SQLException | RuntimeException e) {
            rollback(e);
            throw e;
        }
        commits.incrementAndGet();
        maintenance.recordCommit();
    }

    private void rollback(Exception cause) {
        try {
            database.get().connection().rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    private void readStats() {
        try {
            stats.read(database.get());
        } catch (SQLException e) {
            stats.markStale();
            LOG.warn("{} cannot be checked: {}", opener.path(), e.getMessage());
        }
    }

    /** Enters a database that has taken the place of another. */
    private void use(JournalDatabase store) {
        try {
            sessions.enter(store);
        } catch (SQLException e) {
            LOG.warn("{} cannot be entered yet: {}", opener.path(), e.getMessage());
        }
        readStats();
        announce.run();
    }

    private void lookAtOthers() {
        try {
            JournalDatabase store = database.get();
            sessions.look(store);
            applyCounts(store);
            maintenanceFailed = false;
        } catch (SQLException e) {
            recordFailure(e);
        }
    }

    /**
     * Checks the files before a checkpoint, which would fill up a truncated file and hide the loss,
     * and again afterwards, when they have their new sizes. A process that follows does neither.
     */
    private void maintain() {
        boolean following = database.isFollowing();
        if (following) {
            database.isStillInPlace();
        } else {
            database.rewriteIfDamaged();
        }
        if (!database.isOpen()) {
            return;
        }
        try {
            JournalDatabase store = database.get();
            store.noteOtherWrites();
            if (following) {
                maintenance.skip();
            } else {
                maintenance.run(store, opener::acceptShrinking);
            }
            applyCounts(store);
            oldestPending.refresh(store);
            maintenanceFailed = false;
        } catch (SQLException e) {
            recordFailure(e);
        }
        if (!following && database.isOpen() && !database.areFilesDamaged()) {
            database.rewriteIfDamaged();
        }
    }

    private void recordFailure(SQLException e) {
        rollback(e);
        if (SqliteErrorKind.of(e) == SqliteErrorKind.DAMAGED && database.replace(e)) {
            return;
        }
        if (database.isOpen() && !maintenanceFailed) {
            maintenanceFailed = true;
            LOG.warn("Maintenance of {} failed: {}", opener.path(), e.getMessage());
        }
    }

    IOException closed() {
        return queue.closed();
    }
}

package dev.gateway.core.journal.sqlite;

import dev.gateway.core.time.Deadline;
import dev.gateway.core.time.Durations;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
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
    private static final int QUEUE_CAPACITY = 1024;
    private static final int MAX_GROUP = 256;
    private static final long CLOSE_TIMEOUT_SECONDS = 2;
    private static final int MAX_PAUSE_FAILURES = 7;
    private static final Duration MIN_REOPEN_PAUSE = Duration.ofMillis(100);
    private static final Duration MAX_REOPEN_PAUSE = Duration.ofSeconds(5);

    private final DatabaseOpener opener;
    private final JournalMaintenance maintenance;
    private final BlockingQueue<Task<?>> queue = new ArrayBlockingQueue<>(QUEUE_CAPACITY);
    private final AtomicLong commits = new AtomicLong();
    private final Thread thread;
    private JournalDatabase store;
    private final List<JournalDatabase> abandoned = new ArrayList<>();
    private boolean filesDamaged;
    private boolean rewriteFailed;
    private boolean maintenanceFailed;
    private final OldestPending oldestPending = new OldestPending();
    private IOException unavailable;
    private Deadline reopenAt;
    private Duration reopenPause;
    private volatile JournalStats stats;
    private volatile boolean closing;
    private volatile boolean ended;

    GroupCommit(DatabaseOpener opener, JournalDatabase store, JournalMaintenance maintenance)
            throws SQLException {
        this.opener = opener;
        this.store = store;
        this.maintenance = maintenance;
        this.stats = JournalStats.of(store);
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
    <T> T call(boolean synced, Work<T> work) throws IOException, InterruptedException {
        Task<T> task = new Task<>(synced, work);
        if (closing) {
            throw closed();
        }
        queue.put(task);
        if (ended && queue.remove(task)) {
            throw closed();
        }
        try {
            return task.future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failed) {
                // A new one: a stack trace shared by many callers would name the wrong caller.
                throw new IOException(failed.getMessage(), failed);
            }
            throw new IOException(opener.path() + ": " + e.getCause().getMessage(), e.getCause());
        }
    }

    @Override
    public void close() {
        closing = true;
        queue.offer(new Task<>(false, ignored -> null));
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

    private void run() {
        List<Task<?>> group = new ArrayList<>(MAX_GROUP);
        int failures = 0;
        while (!closing || !queue.isEmpty()) {
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

    private void round(List<Task<?>> group) throws InterruptedException {
        Task<?> first = queue.poll(nanosUntilNext(), TimeUnit.NANOSECONDS);
        if (first != null) {
            group.add(first);
            queue.drainTo(group, MAX_GROUP - 1);
            commit(group);
        }
        if (closing) {
            return;
        }
        if (store == null) {
            reopenIfDue();
        } else if (maintenance.isDue()) {
            maintain();
        }
    }

    private long nanosUntilNext() {
        return store == null ? reopenAt.remaining().toNanos() : maintenance.nanosUntilNext();
    }

    private void fail(List<Task<?>> group, Throwable cause) {
        try {
            group.forEach(task -> task.future.completeExceptionally(cause));
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
        ended = true;
        List<Task<?>> late = new ArrayList<>();
        queue.drainTo(late);
        late.forEach(task -> task.future.completeExceptionally(closed()));
        try {
            if (store != null) {
                store.close();
            }
        } catch (SQLException e) {
            LOG.warn("{} was not closed cleanly: {}", opener.path(), e.getMessage());
        }
    }

    /** Opens the journal again, with a pause that grows with each failure. */
    private void reopenIfDue() {
        if (!reopenAt.isExpired()) {
            return;
        }
        try {
            store = opener.open();
            unavailable = null;
            LOG.warn("{} is open again.", opener.path());
            refreshStats();
            maintenance.announce();
        } catch (IOException e) {
            recordUnavailable(e);
        }
    }

    /** Records that no database is open: calls fail until one is open again. */
    private void recordUnavailable(IOException reason) {
        store = null;
        reopenPause =
                unavailable == null
                        ? MIN_REOPEN_PAUSE
                        : Durations.min(reopenPause.multipliedBy(2), MAX_REOPEN_PAUSE);
        reopenAt = Deadline.after(reopenPause);
        if (unavailable == null
                || !String.valueOf(unavailable.getMessage()).equals(reason.getMessage())) {
            LOG.error("{}", reason.getMessage());
        }
        unavailable = reason;
    }

    private void commit(List<Task<?>> group) {
        if (store == null) {
            reopenIfDue();
        }
        if (store == null) {
            IOException reason = unavailable;
            group.forEach(task -> task.future.completeExceptionally(reason));
            return;
        }
        try {
            commitTogether(group);
        } catch (SQLException e) {
            SqliteErrorKind failure = SqliteErrorKind.of(e);
            if (failure == SqliteErrorKind.DAMAGED && replace(e)) {
                commitOneByOne(group);
            } else if (store != null && group.size() > 1 && !failure.affectsAllTransactions()) {
                commitOneByOne(group);
            } else {
                IOException described = SqliteErrorKind.describe(opener.path(), e);
                group.forEach(task -> task.future.completeExceptionally(described));
            }
        } catch (RuntimeException e) {
            if (group.size() > 1) {
                commitOneByOne(group);
            } else {
                group.forEach(task -> task.future.completeExceptionally(e));
            }
        }
    }

    /** Runs each task in a transaction of its own, so that only the bad one fails. */
    private void commitOneByOne(List<Task<?>> group) {
        for (Task<?> task : group) {
            try {
                commitTogether(List.of(task));
            } catch (SQLException e) {
                task.future.completeExceptionally(SqliteErrorKind.describe(opener.path(), e));
            } catch (RuntimeException e) {
                task.future.completeExceptionally(e);
            }
        }
    }

    private void commitTogether(List<Task<?>> group) throws SQLException {
        boolean synced = group.stream().anyMatch(task -> task.synced);
        try {
            store.connection().begin(synced);
            for (Task<?> task : group) {
                task.run(store);
            }
            store.connection().commit();
        } catch (SQLException | RuntimeException e) {
            rollback(e);
            throw e;
        }
        commits.incrementAndGet();
        maintenance.recordCommit();
        refreshStats();
        group.forEach(Task::succeed);
    }

    private void rollback(Exception cause) {
        try {
            store.connection().rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    private void refreshStats() {
        try {
            stats = JournalStats.of(store);
        } catch (SQLException e) {
            LOG.warn("{} cannot be checked: {}", opener.path(), e.getMessage());
        }
    }

    /**
     * Checks the files before a checkpoint, which would fill up a truncated file and hide the loss,
     * and again afterwards, when they have their new sizes.
     */
    private void maintain() {
        rewriteIfDamaged();
        if (store == null) {
            return;
        }
        try {
            if (maintenance.run(store, opener::acceptShrinking)) {
                refreshStats();
                maintenance.announce();
            }
            oldestPending.refresh(store);
            maintenanceFailed = false;
        } catch (SQLException e) {
            rollback(e);
            if (SqliteErrorKind.of(e) == SqliteErrorKind.DAMAGED) {
                replace(e);
            } else if (!maintenanceFailed) {
                maintenanceFailed = true;
                LOG.warn("Maintenance of {} failed: {}", opener.path(), e.getMessage());
            }
        }
        if (store != null && !filesDamaged) {
            rewriteIfDamaged();
        }
    }

    /**
     * Rewrites a journal whose files were removed or damaged: commits into a file without a name
     * would be lost with the process.
     */
    private void rewriteIfDamaged() {
        Optional<String> problem = opener.problem();
        if (problem.isEmpty()) {
            filesDamaged = false;
            rewriteFailed = false;
            return;
        }
        if (!filesDamaged) {
            filesDamaged = true;
            LOG.error("{} {}", opener.path(), problem.get());
        }
        RewriteResult result = opener.rewrite(store);
        if (result instanceof RewriteResult.Written written) {
            store = written.store();
            filesDamaged = false;
            rewriteFailed = false;
            refreshStats();
            maintenance.announce();
        } else if (result instanceof RewriteResult.Kept same) {
            keepOpen(same.reason());
        } else if (result instanceof RewriteResult.Gone now) {
            recordUnavailable(now.reason());
        }
    }

    /** Keeps the open connection; it is given up only if it can no longer read everything. */
    private void keepOpen(Exception reason) {
        if (reason instanceof SQLException e && SqliteErrorKind.meansUnreadableData(e)) {
            replace(e);
        } else if (!rewriteFailed) {
            rewriteFailed = true;
            LOG.error("{} cannot be written again yet: {}", opener.path(), reason.getMessage());
        }
    }

    /** Starts a new journal with the readable content of this one, whose connection is given up. */
    private boolean replace(SQLException error) {
        JournalDatabase damaged = store;
        // Closing it would write the damaged log into the database.
        abandoned.add(damaged);
        store = null;
        try {
            store =
                    opener.replace(
                            Optional.of(damaged.connection()),
                            error.getMessage().replaceAll("\\s+", " "));
            refreshStats();
            return true;
        } catch (IOException e) {
            recordUnavailable(e);
            return false;
        }
    }

    IOException closed() {
        return new IOException(opener.path() + " is closed: the gateway stops.");
    }

    /** Work inside a transaction. It may run twice, so it must have no other effects. */
    @FunctionalInterface
    interface Work<T> {
        T run(JournalDatabase store) throws SQLException;
    }

    private static final class Task<T> {
        final boolean synced;
        final CompletableFuture<T> future = new CompletableFuture<>();
        private final Work<T> work;
        private T result;

        Task(boolean synced, Work<T> work) {
            this.synced = synced;
            this.work = work;
        }

        void run(JournalDatabase store) throws SQLException {
            result = work.run(store);
        }

        void succeed() {
            future.complete(result);
        }
    }
}

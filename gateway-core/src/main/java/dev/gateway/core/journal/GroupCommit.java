package dev.gateway.core.journal;

import java.io.IOException;
import java.sql.SQLException;
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
 * The one thread that uses the connection. What several threads ask for while it waits for the disk
 * becomes one transaction, so load costs one fsync per group and not per message. Callers may be
 * interrupted as they like: they only ever wait for a future.
 *
 * <p>A transaction that fails fails whoever is in it and nobody else; the thread goes on.
 */
final class GroupCommit implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);
    private static final int QUEUE = 1024;
    private static final int GROUP = 256;
    private static final long CLOSE_WITHIN_SECONDS = 2;

    private final StoreOpener opener;
    private final Upkeep upkeep;
    private final BlockingQueue<Task<?>> queue = new ArrayBlockingQueue<>(QUEUE);
    private final AtomicLong commits = new AtomicLong();
    private final Thread thread;
    private Store store;
    private boolean missing;
    private boolean untidy;
    private final OldestPending oldestPending = new OldestPending();
    private volatile Standing standing;
    private volatile boolean closing;
    private volatile boolean ended;

    GroupCommit(StoreOpener opener, Store store, Upkeep upkeep) throws SQLException {
        this.opener = opener;
        this.store = store;
        this.upkeep = upkeep;
        this.standing = Standing.of(store);
        this.thread = new Thread(this::run, "journal-writer");
        this.thread.setDaemon(true);
        this.thread.start();
    }

    /** What the journal looked like after the last commit. */
    Standing standing() {
        return standing;
    }

    /** When the oldest message was accepted that waits for a handler. */
    Optional<Instant> oldestPending() {
        return oldestPending.when(standing);
    }

    /** How many transactions were committed so far. */
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
                // A new one: a stack trace shared by many callers would name the wrong one.
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
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(CLOSE_WITHIN_SECONDS);
        while (thread.isAlive() && System.nanoTime() - deadline < 0) {
            try {
                thread.join(100);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (thread.isAlive()) {
            LOG.error("{} did not close within {} s.", opener.path(), CLOSE_WITHIN_SECONDS);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        List<Task<?>> group = new ArrayList<>(GROUP);
        while (!closing || !queue.isEmpty()) {
            try {
                Task<?> first = queue.poll(upkeep.nanosUntilNext(), TimeUnit.NANOSECONDS);
                if (first != null) {
                    group.add(first);
                    queue.drainTo(group, GROUP - 1);
                    commit(group);
                }
                if (!closing && store != null && upkeep.isDue()) {
                    keepUp();
                }
            } catch (InterruptedException e) {
                // Nobody interrupts this thread on purpose; it ends when it is told to.
                LOG.debug("Interrupted", e);
            } catch (RuntimeException | Error e) {
                LOG.error("The journal's thread goes on after an unexpected error", e);
                group.forEach(task -> task.future.completeExceptionally(e));
            } finally {
                group.clear();
            }
        }
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

    private void commit(List<Task<?>> group) {
        try {
            if (store == null) {
                store = opener.open();
            }
            attempt(group);
        } catch (IOException e) {
            group.forEach(task -> task.future.completeExceptionally(e));
        } catch (SQLException e) {
            SqliteFailure failure = SqliteFailure.of(e);
            if (failure == SqliteFailure.DAMAGED && replace(e)) {
                alone(group);
            } else if (group.size() > 1 && !failure.concernsEveryone()) {
                alone(group);
            } else {
                IOException described = SqliteFailure.describe(opener.path(), e);
                group.forEach(task -> task.future.completeExceptionally(described));
            }
        }
    }

    /** Each task in a transaction of its own, so that only the bad one fails. */
    private void alone(List<Task<?>> group) {
        for (Task<?> task : group) {
            try {
                attempt(List.of(task));
            } catch (SQLException e) {
                task.future.completeExceptionally(SqliteFailure.describe(opener.path(), e));
            }
        }
    }

    private void attempt(List<Task<?>> group) throws SQLException {
        boolean synced = group.stream().anyMatch(task -> task.synced);
        try {
            store.session().begin(synced);
            for (Task<?> task : group) {
                task.run(store);
            }
            store.session().commit();
        } catch (SQLException | RuntimeException e) {
            undo(e);
            throw e;
        }
        commits.incrementAndGet();
        look();
        group.forEach(Task::succeed);
    }

    private void undo(Exception cause) {
        try {
            store.session().rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    private void look() {
        try {
            standing = Standing.of(store);
        } catch (SQLException e) {
            LOG.warn("{} cannot be looked at: {}", opener.path(), e.getMessage());
        }
    }

    private void keepUp() {
        try {
            if (upkeep.run(store)) {
                look();
                upkeep.announce();
            }
            oldestPending.look(store);
            writeAgainIfGone();
            untidy = false;
        } catch (SQLException e) {
            undo(e);
            if (SqliteFailure.of(e) == SqliteFailure.DAMAGED) {
                replace(e);
            } else if (!untidy) {
                untidy = true;
                LOG.warn("{} was not tidied up: {}", opener.path(), e.getMessage());
            }
        }
    }

    /** What is written into a file that has no name any more would be gone with the process. */
    private void writeAgainIfGone() throws SQLException {
        if (opener.isInPlace()) {
            missing = false;
            return;
        }
        if (!missing) {
            missing = true;
            LOG.error("{} was removed or replaced while it is in use.", opener.path());
        }
        Store former = store;
        try {
            store = null;
            store = opener.writeAgain(former);
            missing = false;
            look();
            upkeep.announce();
        } catch (SQLException e) {
            store = former;
            throw e;
        } catch (IOException e) {
            LOG.error("{}", e.getMessage());
        }
    }

    private boolean replace(SQLException error) {
        try {
            store.close();
        } catch (SQLException e) {
            error.addSuppressed(e);
        }
        store = null;
        try {
            store = opener.replace(error.getMessage().replaceAll("\\s+", " "));
            look();
            return true;
        } catch (IOException e) {
            LOG.error("{}", e.getMessage());
            return false;
        }
    }

    private IOException closed() {
        return new IOException(opener.path() + " is closed: the gateway stops.");
    }

    /** What runs inside a transaction. It may run twice, so it must not have effects elsewhere. */
    @FunctionalInterface
    interface Work<T> {
        T run(Store store) throws SQLException;
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

        void run(Store store) throws SQLException {
            result = work.run(store);
        }

        void succeed() {
            future.complete(result);
        }
    }
}

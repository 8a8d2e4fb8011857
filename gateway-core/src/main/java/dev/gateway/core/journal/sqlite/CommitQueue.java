package dev.gateway.core.journal.sqlite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The calls that wait for the journal's thread. It has no limit of its own: a thread waits for its
 * call, and those who do not wait limit their calls themselves. Thread-safe.
 */
final class CommitQueue {

    private final Path file;
    private final BlockingQueue<Task<?>> tasks = new LinkedBlockingQueue<>();
    private volatile boolean closing;
    private volatile boolean ended;

    /** Creates an empty queue of the journal with this file. */
    CommitQueue(Path file) {
        this.file = file;
    }

    /**
     * Hands over {@code work}, which runs in a transaction. The journal's thread completes the
     * future when that is committed.
     *
     * @param synced whether the commit must wait for the disk
     */
    <T> CompletableFuture<T> submit(boolean synced, Work<T> work) {
        Task<T> task = new Task<>(synced, work);
        if (closing) {
            return CompletableFuture.failedFuture(closed());
        }
        tasks.add(task);
        return ended && tasks.remove(task) ? CompletableFuture.failedFuture(closed()) : task.future;
    }

    /** Runs {@code work} in a transaction and waits until it is committed. */
    <T> T call(boolean synced, Work<T> work) throws IOException, InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        try {
            return submit(synced, work).get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failed) {
                // A new one: a stack trace shared by many callers would name the wrong caller.
                throw new IOException(failed.getMessage(), failed);
            }
            throw new IOException(file + ": " + e.getCause().getMessage(), e.getCause());
        }
    }

    /** Makes a short call that completes even if the caller is interrupted meanwhile. */
    <T> T uninterrupted(boolean synced, Work<T> work) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return call(synced, work);
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Adds work of the journal itself, also while it closes; the future is the task's. */
    CompletableFuture<Void> add(Work<Void> work) {
        Task<Void> task = new Task<>(false, work);
        tasks.add(task);
        return task.future;
    }

    /** Moves waiting calls to {@code group}, which stays empty if none comes in time. */
    void take(List<Task<?>> group, int most, long nanos) throws InterruptedException {
        Task<?> first = tasks.poll(nanos, TimeUnit.NANOSECONDS);
        if (first != null) {
            group.add(first);
            tasks.drainTo(group, most - 1);
        }
    }

    /** Refuses new calls from now on. */
    void beginClosing() {
        closing = true;
    }

    /** Returns whether new calls are refused. */
    boolean isClosing() {
        return closing;
    }

    /** Returns whether new calls are refused and none waits. */
    boolean isFinished() {
        return closing && tasks.isEmpty();
    }

    /** Fails the calls that came too late, as the thread ends. */
    void end() {
        ended = true;
        List<Task<?>> late = new ArrayList<>();
        tasks.drainTo(late);
        late.forEach(task -> task.fail(closed()));
    }

    boolean isEnded() {
        return ended;
    }

    IOException closed() {
        return new IOException(file + " is closed: the gateway stops.");
    }

    /** Work inside a transaction. It may run twice, so it must have no other effects. */
    @FunctionalInterface
    interface Work<T> {
        T run(JournalDatabase store) throws SQLException;
    }

    /**
     * Work for the journal's thread, and its result.
     *
     * @param <T> the type of the result
     */
    static final class Task<T> {

        private final boolean synced;
        private final CompletableFuture<T> future = new CompletableFuture<>();
        private final Work<T> work;
        private T result;

        private Task(boolean synced, Work<T> work) {
            this.synced = synced;
            this.work = work;
        }

        /** Returns whether its commit waits for the disk. */
        boolean isSynced() {
            return synced;
        }

        void run(JournalDatabase store) throws SQLException {
            result = work.run(store);
        }

        void succeed() {
            future.complete(result);
        }

        void fail(Throwable reason) {
            future.completeExceptionally(reason);
        }
    }
}

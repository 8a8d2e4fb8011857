package dev.gateway.core.journal.sqlite;

import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;

/**
 * Work for the journal's thread, and its result.
 *
 * @param <T> the type of the result
 */
final class CommitTask<T> {

    private final boolean synced;
    private final CompletableFuture<T> future = new CompletableFuture<>();
    private final GroupCommit.Work<T> work;
    private T result;

    /** Creates a task, whose commit waits for the disk if it is synced. */
    CommitTask(boolean synced, GroupCommit.Work<T> work) {
        this.synced = synced;
        this.work = work;
    }

    boolean isSynced() {
        return synced;
    }

    CompletableFuture<T> future() {
        return future;
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

package dev.gateway.postgres.writer;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * A call of the journal that waits for its writer, and its result.
 *
 * @param <T> the type of the result
 */
public abstract class Task<T> {

    private final long createdAt = System.nanoTime();
    private final CompletableFuture<T> future = new CompletableFuture<>();

    /** Returns the time for which it has waited. */
    public final long nanos() {
        return System.nanoTime() - createdAt;
    }

    public final void succeed(T result) {
        future.complete(result);
    }

    public final void fail(IOException reason) {
        future.completeExceptionally(reason);
    }

    public final boolean isDone() {
        return future.isDone();
    }

    /** Returns the result to come; it ends exceptionally if the call fails. */
    public final CompletableFuture<T> result() {
        return future;
    }

    /** Returns whether it waits for the database as long as the journal is open. */
    public boolean isPatient() {
        return false;
    }

    /** Waits for the result. */
    public final T await() throws IOException, InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            // A new one: a stack trace shared by many callers would name the wrong caller.
            throw new IOException(e.getCause().getMessage(), e.getCause());
        }
    }
}

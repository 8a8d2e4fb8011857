package dev.gateway.core.journal.retry;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Retries journal calls until they succeed, like {@link RetryUntilStored}, without a thread that
 * waits: under load, waking one for each message costs more than storing it. Thread-safe.
 */
public final class AsyncRetryUntilStored {

    private static final Logger LOG = LoggerFactory.getLogger(AsyncRetryUntilStored.class);

    private final ScheduledExecutorService timer;

    /**
     * Creates it.
     *
     * @param timer makes the further attempts; when it has ended there are none
     */
    public AsyncRetryUntilStored(ScheduledExecutorService timer) {
        this.timer = timer;
    }

    /**
     * Begins a call.
     *
     * @param step the call, which must not block
     * @param stored receives the result once, on the thread of the caller, of the journal or of the
     *     timer: it must be quick, and must neither wait for a call of the journal nor for a lock
     *     that is held during one
     */
    public <T> void retryUntilStored(Supplier<CompletableFuture<T>> step, Consumer<T> stored) {
        attempt(step, stored, 1);
    }

    private <T> void attempt(
            Supplier<CompletableFuture<T>> step, Consumer<T> stored, int attempts) {
        begin(step)
                .whenComplete(
                        (result, failure) -> {
                            if (failure == null) {
                                accept(stored, result);
                            } else {
                                attemptLater(step, stored, attempts, failure);
                            }
                        });
    }

    private static <T> CompletableFuture<T> begin(Supplier<CompletableFuture<T>> step) {
        try {
            return step.get();
        } catch (RuntimeException | Error e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static <T> void accept(Consumer<T> stored, T result) {
        try {
            stored.accept(result);
        } catch (RuntimeException | Error e) { // Nobody looks at the future that would keep it.
            LOG.error("What follows a stored result failed", e);
        }
    }

    private <T> void attemptLater(
            Supplier<CompletableFuture<T>> step,
            Consumer<T> stored,
            int attempts,
            Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null
                        ? failure.getCause()
                        : failure;
        Duration pause = RetryUntilStored.pauseAfter(attempts, cause);
        try {
            timer.schedule(
                    () -> attempt(step, stored, attempts + 1),
                    pause.toMillis(),
                    TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("The process ends; the next one finds what is not stored");
        } catch (Error e) {
            LOG.error("A result is not stored until the next start", e);
        }
    }
}

package dev.gateway.core.journal.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gateway.core.concurrent.DaemonThreads;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AsyncRetryUntilStoredTest {

    private static final IOException FULL = new IOException("journal.db: the disk is full.");

    private final ScheduledExecutorService timer =
            Executors.newScheduledThreadPool(1, DaemonThreads.single("test-timer"));
    private final AsyncRetryUntilStored retry = new AsyncRetryUntilStored(timer);
    private final Queue<String> stored = new ConcurrentLinkedQueue<>();

    @AfterEach
    void close() {
        timer.shutdownNow();
    }

    @Test
    void aCallThatSucceedsLaterIsGivenOnTheThreadThatCompletesIt() {
        var result = new CompletableFuture<String>();

        retry.retryUntilStored(() -> result, stored::add);

        assertThat(stored).isEmpty();
        result.complete("first");
        assertThat(stored).containsExactly("first");
    }

    @Test
    void aCallThatFailsIsMadeAgainUntilItSucceeds() {
        Queue<CompletableFuture<String>> calls =
                new ArrayDeque<>(
                        List.of(
                                CompletableFuture.failedFuture(FULL),
                                CompletableFuture.<String>failedFuture(FULL)
                                        .thenApply(text -> text),
                                CompletableFuture.completedFuture("third")));

        retry.retryUntilStored(calls::remove, stored::add);

        await().untilAsserted(() -> assertThat(stored).containsExactly("third"));
        assertThat(calls).isEmpty();
    }

    @Test
    void aCallThatThrowsIsMadeAgain() {
        var calls = new ConcurrentLinkedQueue<>(List.of("throws", "stores"));

        retry.retryUntilStored(
                () -> {
                    String call = calls.remove();
                    if (call.equals("throws")) {
                        throw new IllegalStateException("on purpose");
                    }
                    return CompletableFuture.completedFuture(call);
                },
                stored::add);

        await().untilAsserted(() -> assertThat(stored).containsExactly("stores"));
    }

    @Test
    void aFailureOfWhatFollowsDoesNotRepeatTheCall() {
        var calls = new ConcurrentLinkedQueue<>(List.of("one", "two"));

        retry.retryUntilStored(
                () -> CompletableFuture.completedFuture(calls.remove()),
                result -> {
                    stored.add(result);
                    throw new IllegalStateException("on purpose");
                });

        assertThat(stored).containsExactly("one");
        assertThat(calls).containsExactly("two");
    }

    @Test
    void thereIsNoFurtherAttemptWhenTheTimerHasEnded() {
        var result = new CompletableFuture<String>();
        retry.retryUntilStored(() -> result, stored::add);
        timer.shutdownNow();

        result.completeExceptionally(FULL);

        assertThat(stored).isEmpty();
    }
}

package dev.gateway.adapter.telegram;

import dev.gateway.core.platform.PlatformAdapter;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A thread that serves until stopped. */
final class ServingThread {

    final PlatformAdapter adapter;
    private final Thread thread;
    private final CompletableFuture<Optional<Throwable>> outcome = new CompletableFuture<>();

    private ServingThread(PlatformAdapter adapter) {
        this.adapter = adapter;
        this.thread =
                new Thread(
                        () -> {
                            try {
                                adapter.serve();
                                outcome.complete(Optional.empty());
                            } catch (Throwable e) {
                                outcome.complete(Optional.of(e));
                            }
                        },
                        "serving");
        thread.start();
    }

    static ServingThread start(PlatformAdapter adapter) {
        return new ServingThread(adapter);
    }

    Thread thread() {
        return thread;
    }

    boolean ended() {
        return outcome.isDone();
    }

    /** Waits for the end of serve and returns its exception, or empty if it returned. */
    Optional<Throwable> outcome() throws Exception {
        return outcome.get(TelegramFixture.SOON.toSeconds(), TimeUnit.SECONDS);
    }

    /** Disconnects and waits for the thread. */
    void end() throws Exception {
        adapter.disconnect(TelegramFixture.SOON);
        thread.join(TelegramFixture.SOON.toMillis());
    }
}

package dev.gateway.adapter.telegram;

import dev.gateway.core.platform.PlatformAdapter;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** An adapter that serves on a thread of its own, until stopped. */
final class Serving {

    final PlatformAdapter adapter;
    private final Thread thread;
    private final CompletableFuture<Optional<Throwable>> outcome = new CompletableFuture<>();

    private Serving(PlatformAdapter adapter) {
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

    static Serving start(PlatformAdapter adapter) {
        return new Serving(adapter);
    }

    Thread thread() {
        return thread;
    }

    boolean ended() {
        return outcome.isDone();
    }

    /** What serve threw, or empty if it returned; waits for it. */
    Optional<Throwable> outcome() throws Exception {
        return outcome.get(Bot.SOON.toSeconds(), TimeUnit.SECONDS);
    }

    /** Disconnects and waits for the thread. */
    void end() throws Exception {
        adapter.disconnect(Bot.SOON);
        thread.join(Bot.SOON.toMillis());
    }
}

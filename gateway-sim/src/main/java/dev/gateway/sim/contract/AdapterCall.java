package dev.gateway.sim.contract;

import static org.junit.jupiter.api.Assertions.fail;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A call of an adapter on a thread of its own, as the gateway makes it. Thread-safe. */
final class AdapterCall {

    private final String what;
    private final Thread thread;
    private final CompletableFuture<Optional<Throwable>> end = new CompletableFuture<>();

    private AdapterCall(String what, Action action) {
        this.what = what;
        thread =
                new Thread(
                        () -> {
                            try {
                                action.run();
                                end.complete(Optional.empty());
                            } catch (Throwable thrown) {
                                end.complete(Optional.of(thrown));
                            }
                        },
                        "contract-" + what);
        thread.setDaemon(true);
    }

    /** The call to make. */
    @FunctionalInterface
    interface Action {
        void run() throws Exception;
    }

    static AdapterCall start(String what, Action action) {
        AdapterCall call = new AdapterCall(what, action);
        call.thread.start();
        return call;
    }

    boolean isOver() {
        return end.isDone();
    }

    void interrupt() {
        thread.interrupt();
    }

    /**
     * Waits for the end of the call and returns its exception. Fails with the stack of the call if
     * it does not end.
     */
    Optional<Throwable> thrown(Duration within) throws InterruptedException {
        try {
            Optional<Throwable> thrown = end.get(within.toNanos(), TimeUnit.NANOSECONDS);
            thread.join();
            return thrown;
        } catch (TimeoutException e) {
            return fail(
                    what
                            + " did not end within "
                            + within.toMillis()
                            + " ms; it is at "
                            + Arrays.toString(thread.getStackTrace()));
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Waits for an end without exception. */
    void returns(Duration within) throws InterruptedException {
        thrown(within).ifPresent(thrown -> fail(what + " threw " + thrown, thrown));
    }

    /** Waits for an end with an exception of this type. */
    <T extends Throwable> T throwing(Class<T> kind, Duration within) throws InterruptedException {
        Throwable thrown =
                thrown(within)
                        .orElseGet(
                                () -> fail(what + " returned, expected " + kind.getSimpleName()));
        return kind.isInstance(thrown)
                ? kind.cast(thrown)
                : fail(what + " threw " + thrown + ", not " + kind.getSimpleName(), thrown);
    }
}

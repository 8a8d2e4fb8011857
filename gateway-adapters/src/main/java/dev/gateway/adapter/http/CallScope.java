package dev.gateway.adapter.http;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Calls that end together: {@link #cancel} ends those in flight at once (the JDK closes their
 * sockets within milliseconds) and those to come before they begin. Thread-safe.
 */
public final class CallScope {

    private final CountDownLatch cancelled = new CountDownLatch(1);
    private final Set<Future<?>> calls = new HashSet<>();

    /** Ends every call of this scope, now and later. Never blocks; idempotent. */
    public void cancel() {
        List<Future<?>> inFlight;
        synchronized (calls) {
            cancelled.countDown();
            inFlight = List.copyOf(calls);
        }
        inFlight.forEach(call -> call.cancel(true));
    }

    /** Whether {@link #cancel} was called. */
    public boolean cancelled() {
        return cancelled.getCount() == 0;
    }

    /**
     * Waits that long, or until cancelled.
     *
     * @return whether it was cancelled
     */
    public boolean pause(Duration howLong) throws InterruptedException {
        return cancelled.await(howLong.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Takes a call in; one that comes too late is cancelled at once. */
    void add(Future<?> call) {
        synchronized (calls) {
            calls.add(call);
        }
        if (cancelled()) {
            call.cancel(true);
        }
    }

    void remove(Future<?> call) {
        synchronized (calls) {
            calls.remove(call);
        }
    }
}

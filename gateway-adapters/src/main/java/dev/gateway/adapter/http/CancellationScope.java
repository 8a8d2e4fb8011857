package dev.gateway.adapter.http;

import dev.gateway.core.time.Deadline;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Calls that end together: {@link #cancel} closes the connections of those in flight and refuses
 * those to come. Thread-safe.
 */
public final class CancellationScope {

    private final CountDownLatch cancelled = new CountDownLatch(1);
    private final Set<HttpCall> calls = new HashSet<>();

    /** Ends every call of this scope, now and later. Never blocks; idempotent. */
    public void cancel() {
        List<HttpCall> inFlight;
        synchronized (calls) {
            cancelled.countDown();
            inFlight = List.copyOf(calls);
        }
        inFlight.forEach(HttpCall::cancel);
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
    void add(HttpCall call) {
        synchronized (calls) {
            calls.add(call);
        }
        if (cancelled()) {
            call.cancel();
        }
    }

    void remove(HttpCall call) {
        synchronized (calls) {
            calls.remove(call);
            calls.notifyAll();
        }
    }

    /** Waits until no call is in flight; returns whether that came about in time. */
    public boolean awaitNone(Duration within) throws InterruptedException {
        Deadline end = Deadline.after(within);
        synchronized (calls) {
            while (!calls.isEmpty()) {
                long nanos = end.remaining().toNanos();
                if (nanos <= 0) {
                    return false;
                }
                TimeUnit.NANOSECONDS.timedWait(calls, nanos);
            }
            return true;
        }
    }
}

package dev.gateway.core.http;

import dev.gateway.core.time.Deadline;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A group of calls that are cancelled together. {@link #cancel} closes the connections of calls in
 * flight and refuses later calls. Thread-safe.
 */
public final class CancellationScope {

    private final CountDownLatch cancelled = new CountDownLatch(1);
    private final Set<HttpCall> calls = new HashSet<>();

    /** Ends every present and future call of this scope. Never blocks; idempotent. */
    public void cancel() {
        List<HttpCall> inFlight;
        synchronized (calls) {
            cancelled.countDown();
            inFlight = List.copyOf(calls);
        }
        inFlight.forEach(HttpCall::cancel);
    }

    /** Returns whether {@link #cancel} was called. */
    public boolean cancelled() {
        return cancelled.getCount() == 0;
    }

    /**
     * Waits for {@code howLong} or until cancelled.
     *
     * @return whether the scope was cancelled
     */
    public boolean pause(Duration howLong) throws InterruptedException {
        return cancelled.await(howLong.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Registers a call; cancels it at once if the scope is already cancelled. */
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

    /**
     * Waits until no call is in flight.
     *
     * @return whether all calls ended in time
     */
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

package dev.gateway.core.message;

import dev.gateway.core.event.EventStream;
import dev.gateway.core.event.EventType;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * Keeps what the tries of the handler came to. It is failing from the second failure in a row, or
 * from the first if it could not be started at all, until it answers; how long it takes does not
 * matter. Tries of a handler that was replaced meanwhile do not count. Thread-safe; waits for
 * nothing.
 */
public final class HandlerStateTracker {

    private static final int FAILING_FROM = 2;

    private final Clock clock;
    private final EventStream events;
    private volatile HandlerStatus status;
    private int generation;
    private int failures;
    private boolean failingTold;
    private long failingSince;

    /**
     * Begins with a handler that was asked nothing yet.
     *
     * @param type the kind of handler
     * @param events where it is told that it fails and that it answers again
     */
    public HandlerStateTracker(String type, Clock clock, EventStream events) {
        this.clock = clock;
        this.events = events;
        this.status = HandlerStatus.unknown(type, clock.instant());
    }

    /** Returns how it is now, without waiting for anything. */
    public HandlerStatus status() {
        return status;
    }

    /** Begins anew, with a handler that took the place of the former one. */
    public synchronized void replaced(String type) {
        generation++;
        failures = 0;
        status = HandlerStatus.unknown(type, clock.instant());
    }

    /** Begins a try of the handler of now. */
    synchronized Attempt begin() {
        return new Attempt(generation);
    }

    /** One try; told at most once what became of it. */
    final class Attempt {

        private final int of;

        private Attempt(int of) {
            this.of = of;
        }

        /** It answered, or said that there is nothing to say. */
        void answered() {
            synchronized (HandlerStateTracker.this) {
                if (of == generation) {
                    ok();
                }
            }
        }

        /**
         * It did not.
         *
         * @param reason in one line
         * @param notStarted whether nothing could be asked at all
         */
        void failed(String reason, boolean notStarted) {
            synchronized (HandlerStateTracker.this) {
                if (of == generation) {
                    fail(reason, notStarted);
                }
            }
        }
    }

    private void ok() {
        failures = 0;
        var now = clock.instant();
        status =
                new HandlerStatus(
                        status.type(),
                        HandlerState.OK,
                        status.state() == HandlerState.OK ? status.since() : now,
                        Optional.of(now),
                        Optional.empty());
        if (failingTold) {
            failingTold = false;
            events.publish(
                    EventType.handlerRecovered(
                            status.type(), Duration.ofNanos(System.nanoTime() - failingSince)));
        }
    }

    private void fail(String reason, boolean notStarted) {
        failures++;
        if (failures < FAILING_FROM && !notStarted && status.state() != HandlerState.FAILING) {
            return;
        }
        boolean begins = status.state() != HandlerState.FAILING;
        status =
                new HandlerStatus(
                        status.type(),
                        HandlerState.FAILING,
                        begins ? clock.instant() : status.since(),
                        status.lastAnswer(),
                        Optional.of(reason));
        if (begins) {
            failingTold = true;
            failingSince = System.nanoTime();
            events.publish(EventType.handlerFailing(status.type(), failures, reason));
        }
    }
}

package dev.gateway.core.message;

import dev.gateway.core.event.EventStream;
import dev.gateway.core.event.EventType;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * The state of the handler, derived from its attempts. It is failing from the second consecutive
 * failure, or from the first if it could not be started at all, until it answers; its duration does
 * not matter. Attempts of a replaced handler do not count. Thread-safe; never blocks.
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
     * Creates a tracker of a handler without attempts.
     *
     * @param type the kind of handler
     * @param events receives the events for failure and recovery
     */
    public HandlerStateTracker(String type, Clock clock, EventStream events) {
        this.clock = clock;
        this.events = events;
        this.status = HandlerStatus.unknown(type, clock.instant());
    }

    /** Returns the present status, without blocking. */
    public HandlerStatus status() {
        return status;
    }

    /** Resets the state for a handler that replaced the former one. */
    public synchronized void reset(String type) {
        generation++;
        failures = 0;
        status = HandlerStatus.unknown(type, clock.instant());
    }

    /** Begins an attempt of the present handler. */
    synchronized Attempt begin() {
        return new Attempt(generation);
    }

    /** One attempt, whose result is reported at most once. */
    final class Attempt {

        private final int of;

        private Attempt(int of) {
            this.of = of;
        }

        /** Records an answer or an explicit silence. */
        void answered() {
            synchronized (HandlerStateTracker.this) {
                if (of == generation) {
                    ok();
                }
            }
        }

        /**
         * Records a failure.
         *
         * @param reason in one line
         * @param notStarted whether the handler could not be started at all
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

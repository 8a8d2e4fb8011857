package dev.gateway.core.control;

import dev.gateway.core.event.EventField;
import dev.gateway.core.event.EventFileReader;
import dev.gateway.core.event.EventType;
import dev.gateway.core.event.RecordedEvent;
import dev.gateway.core.process.ProcessIdentity;
import dev.gateway.core.process.ProcessProbe;
import dev.gateway.core.process.ProcessSignals;
import dev.gateway.core.time.Deadline;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Reload of a running gateway's config: sends SIGHUP to that process alone and reads the result of
 * the reload that began after the signal from its events. Used by one thread, once.
 */
public final class InstanceReloader {

    private static final long POLL_MILLIS = 20;

    private final ProcessIdentity instance;
    private final ProcessProbe probe;
    private final ProcessSignals signals;
    private final EventFileReader tail;
    private final Consumer<RecordedEvent> seen;
    private final long pidInTrail;
    private Optional<Long> round = Optional.empty();
    private boolean stops;

    /**
     * Creates a reloader of the gateway {@code instance}, the holder of its home.
     *
     * @param tail reader of its events, from the present end
     * @param seen receives each event of that process
     */
    public InstanceReloader(
            ProcessIdentity instance,
            ProcessProbe probe,
            ProcessSignals signals,
            EventFileReader tail,
            Consumer<RecordedEvent> seen) {
        this.instance = instance;
        this.probe = probe;
        this.signals = signals;
        this.tail = tail;
        this.seen = seen;
        this.pidInTrail = probe.innerPid(instance.pid());
    }

    /** The result of the reload. */
    public sealed interface Outcome {

        /** The reload is over: {@code event} tells its changes, or why it changed nothing. */
        record Over(RecordedEvent event, boolean applied) implements Outcome {}

        /** The gateway could not be signalled: it is gone, or another user's. */
        record NotSignalled() implements Outcome {}

        /** The gateway ended, or is about to. */
        record Stopped() implements Outcome {}

        /**
         * The gateway reported no result in time; {@code begun} tells whether it has begun the
         * reload.
         */
        record Unanswered(boolean begun) implements Outcome {}
    }

    /**
     * Sends the signal and waits for the result.
     *
     * @param limit the limit of the whole reload
     */
    public Outcome reload(Duration limit) throws InterruptedException {
        // All processes of the machine share the monotonic clock. A reload that is under way may
        // have read the file before it was changed.
        long asked = System.nanoTime();
        if (!signals.sendSighup(instance)) {
            return new Outcome.NotSignalled();
        }
        Deadline deadline = Deadline.after(limit);
        while (true) {
            // Read before the events: the last events of a dying process count.
            boolean alive = instance.isAlive(probe);
            Optional<Outcome> outcome = read(asked);
            if (outcome.isPresent()) {
                return outcome.get();
            }
            if (!alive || stops) {
                return new Outcome.Stopped();
            }
            if (deadline.isExpired()) {
                return new Outcome.Unanswered(round.isPresent());
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
    }

    private Optional<Outcome> read(long asked) {
        for (RecordedEvent event : tail.poll()) {
            if (event.pid() == pidInTrail) {
                seen.accept(event);
                Optional<Outcome> outcome = evaluate(event, asked);
                if (outcome.isPresent()) {
                    return outcome;
                }
            }
        }
        return Optional.empty();
    }

    private Optional<Outcome> evaluate(RecordedEvent event, long asked) {
        if (event.is(EventType.STOP_REQUESTED)) {
            stops = true;
        }
        if (event.is(EventType.RELOAD_STARTED)
                && round.isEmpty()
                && event.monoNanos() - asked >= 0) {
            round = Optional.of(event.number(EventField.ROUND));
        }
        boolean applied = event.is(EventType.RELOADED);
        boolean over = applied || event.is(EventType.RELOAD_REFUSED);
        return over && round.filter(ours -> ours == event.number(EventField.ROUND)).isPresent()
                ? Optional.of(new Outcome.Over(event, applied))
                : Optional.empty();
    }
}

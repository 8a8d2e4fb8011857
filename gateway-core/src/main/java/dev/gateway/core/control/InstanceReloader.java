package dev.gateway.core.control;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gateway.core.event.EventFileReader;
import dev.gateway.core.event.EventType;
import dev.gateway.core.process.ProcessIdentity;
import dev.gateway.core.process.ProcessProbe;
import dev.gateway.core.process.ProcessSignals;
import dev.gateway.core.time.Deadline;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Has a running gateway read its config again: SIGHUP to that process and nobody else, and what its
 * trail says of the round that began after the signal. Used by one thread, once.
 */
public final class InstanceReloader {

    private static final long POLL_MILLIS = 20;

    private final ProcessIdentity instance;
    private final ProcessProbe probe;
    private final ProcessSignals signals;
    private final EventFileReader tail;
    private final Consumer<JsonNode> seen;
    private final long pidInTrail;
    private Optional<Long> round = Optional.empty();
    private boolean stops;

    /**
     * A reload of the gateway {@code instance}, the holder of its home.
     *
     * @param tail of its trail, from where it is now
     * @param seen gets each event of that process
     */
    public InstanceReloader(
            ProcessIdentity instance,
            ProcessProbe probe,
            ProcessSignals signals,
            EventFileReader tail,
            Consumer<JsonNode> seen) {
        this.instance = instance;
        this.probe = probe;
        this.signals = signals;
        this.tail = tail;
        this.seen = seen;
        this.pidInTrail = probe.innerPid(instance.pid());
    }

    /** How it ended. */
    public sealed interface Outcome {

        /** The round is over: {@code event} says what it changed, or why it changed nothing. */
        record Over(JsonNode event, boolean applied) implements Outcome {}

        /** It could not be signalled: gone meanwhile, or another user's. */
        record NotSignalled() implements Outcome {}

        /** It ended, or is about to. */
        record Stopped() implements Outcome {}

        /** It has not said anything in time; {@code begun} whether it has begun the round. */
        record Unanswered(boolean begun) implements Outcome {}
    }

    /**
     * Signals and waits.
     *
     * @param limit for the whole of it
     */
    public Outcome reload(Duration limit) throws InterruptedException {
        // The monotonic clock is the same for all processes of the machine. A round that is under
        // way may have read the file before it was changed.
        long asked = System.nanoTime();
        if (!signals.sendSighup(instance)) {
            return new Outcome.NotSignalled();
        }
        Deadline deadline = Deadline.in(limit);
        while (true) {
            boolean alive = isAlive(); // before the look: its last words count
            Optional<Outcome> outcome = read(asked);
            if (outcome.isPresent()) {
                return outcome.get();
            }
            if (!alive || stops) {
                return new Outcome.Stopped();
            }
            if (deadline.passed()) {
                return new Outcome.Unanswered(round.isPresent());
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
    }

    private Optional<Outcome> read(long asked) {
        for (JsonNode event : tail.poll()) {
            if (event.path("pid").asLong() == pidInTrail) {
                seen.accept(event);
                Optional<Outcome> outcome = judge(event, asked);
                if (outcome.isPresent()) {
                    return outcome;
                }
            }
        }
        return Optional.empty();
    }

    private Optional<Outcome> judge(JsonNode event, long asked) {
        if (is(event, EventType.STOP_REQUESTED)) {
            stops = true;
        }
        if (is(event, EventType.RELOAD_STARTED)
                && round.isEmpty()
                && event.path("mono_ns").asLong() - asked >= 0) {
            round = Optional.of(event.path("round").asLong());
        }
        boolean applied = is(event, EventType.RELOADED);
        boolean over = applied || is(event, EventType.RELOAD_REFUSED);
        return over && round.filter(ours -> ours == event.path("round").asLong()).isPresent()
                ? Optional.of(new Outcome.Over(event, applied))
                : Optional.empty();
    }

    private static boolean is(JsonNode event, EventType type) {
        return event.path("event").asText().equals(type.wireName());
    }

    private boolean isAlive() {
        return probe.state(instance.pid()).isAlive()
                && ProcessIdentity.of(probe, instance.pid()).matches(instance);
    }
}

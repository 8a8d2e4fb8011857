package dev.gateway.core.session;

import dev.gateway.core.process.ProcessIdentity;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The facts about a session for other processes, written by its own process. They grant nothing:
 * the session's lock alone tells whether it lasts.
 *
 * @param process its process
 * @param version of the program
 * @param startedAt the time at which it began
 * @param ready whether it is able to work, so that its predecessor may pass its accounts on
 * @param outgoingSince the time since which it takes nothing new, if it has passed its home on
 * @param endsWithin the time from then on in which it ends by itself
 * @param inFlight the number of messages that it still works on, once it has passed its home on
 */
public record SessionRecord(
        ProcessIdentity process,
        String version,
        Instant startedAt,
        boolean ready,
        Optional<Instant> outgoingSince,
        Optional<Duration> endsWithin,
        long inFlight) {

    /** Creates the record of a session that begins. */
    public SessionRecord(ProcessIdentity process, String version, Instant startedAt) {
        this(process, version, startedAt, false, Optional.empty(), Optional.empty(), 0);
    }

    /** Returns whether it has passed its home on and finishes its work. */
    public boolean isOutgoing() {
        return outgoingSince.isPresent();
    }

    SessionRecord asReady() {
        return new SessionRecord(
                process, version, startedAt, true, outgoingSince, endsWithin, inFlight);
    }

    SessionRecord asHolder() {
        return new SessionRecord(
                process, version, startedAt, ready, Optional.empty(), Optional.empty(), 0);
    }

    SessionRecord asOutgoing(Instant since, Duration within) {
        return new SessionRecord(
                process,
                version,
                startedAt,
                ready,
                Optional.of(since),
                Optional.of(within),
                inFlight);
    }

    SessionRecord withInFlight(long messages) {
        return new SessionRecord(
                process, version, startedAt, ready, outgoingSince, endsWithin, messages);
    }
}

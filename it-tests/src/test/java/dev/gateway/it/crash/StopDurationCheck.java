package dev.gateway.it.crash;

import dev.gateway.core.event.EventType;
import dev.gateway.core.event.RecordedEvent;
import dev.gateway.sim.process.ExpectationFailedException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The durations of the stops in an event file, by the clock of the process that stopped. */
final class StopDurationCheck {

    private StopDurationCheck() {}

    /**
     * Fails if a completed stop took longer than the limit. Returns the number of completed stops.
     */
    static int expectWithin(Duration limit, List<RecordedEvent> trail) {
        Map<Long, Long> requested = new HashMap<>();
        int stops = 0;
        for (RecordedEvent event : trail) {
            long pid = event.pid();
            long at = event.monoNanos();
            if (event.is(EventType.STOP_REQUESTED)) {
                requested.putIfAbsent(pid, at);
            } else if (event.is(EventType.HANDOVER_FAILED)) {
                requested.remove(pid); // The stop was withdrawn with it.
            } else if (event.is(EventType.STOPPED)) {
                stops++;
                Duration took = Duration.ofNanos(at - requested.getOrDefault(pid, at));
                if (took.compareTo(limit) > 0) {
                    throw new ExpectationFailedException(
                            "the stop of %d took %d ms, more than %d ms"
                                    .formatted(pid, took.toMillis(), limit.toMillis()));
                }
            }
        }
        return stops;
    }
}

package dev.gateway.it.crash;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gateway.sim.process.ExpectationFailedException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How long the stops in a trail took, by the clock of the process that stopped. */
final class StopDurationCheck {

    private StopDurationCheck() {}

    /** That each stop that came to its end was over in time. Returns how many there were. */
    static int expectWithin(Duration limit, List<JsonNode> trail) {
        Map<Long, Long> wished = new HashMap<>();
        int stops = 0;
        for (JsonNode event : trail) {
            long pid = event.path("pid").asLong();
            long at = event.path("mono_ns").asLong();
            switch (event.path("event").asText()) {
                case "stop_requested" -> wished.putIfAbsent(pid, at);
                case "stopped" -> {
                    stops++;
                    Duration took = Duration.ofNanos(at - wished.getOrDefault(pid, at));
                    if (took.compareTo(limit) > 0) {
                        throw new ExpectationFailedException(
                                "the stop of %d took %d ms, more than %d ms"
                                        .formatted(pid, took.toMillis(), limit.toMillis()));
                    }
                }
                default -> {
                    // Another step.
                }
            }
        }
        return stops;
    }
}

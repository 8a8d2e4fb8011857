package dev.gateway.cli.health;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gateway.core.event.EventFileReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How the gateway before this one ended, as the trail of the home tells.
 *
 * @param phases drain, disconnect and finish, if it said how long they took
 * @param gap from its last poll to our first; empty if it was killed or the machine was restarted
 */
record PreviousShutdown(Map<String, Duration> phases, Optional<Duration> gap) {

    private static final Duration MAX_GAP = Duration.ofHours(1);

    /** Reads the trail; {@code pid} is this process. */
    static PreviousShutdown read(Path trail, long pid) {
        List<JsonNode> events = new ArrayList<>();
        EventFileReader tail = EventFileReader.fromStart(trail);
        for (List<JsonNode> some = tail.poll(); !some.isEmpty(); some = tail.poll()) {
            events.addAll(some);
        }
        return of(events, pid);
    }

    static PreviousShutdown of(List<JsonNode> events, long pid) {
        Map<String, Long> last = new LinkedHashMap<>();
        long taken = -1;
        for (JsonNode event : events) {
            long at = event.path("mono_ns").asLong();
            String name = event.path("event").asText();
            if (event.path("pid").asLong() == pid) {
                if (name.equals("token_acquired") && taken < 0) {
                    taken = at;
                }
            } else {
                if (name.equals("stop_requested")) {
                    last.clear(); // of an even earlier one
                }
                last.put(name, at);
            }
        }
        Map<String, Duration> phases = new LinkedHashMap<>();
        phase(phases, "drain", last, "stop_requested", "drain_finished");
        phase(phases, "disconnect", last, "drain_finished", "platforms_disconnected");
        phase(phases, "finish", last, "platforms_disconnected", "stopped");
        Optional<Duration> gap =
                taken < 0 || !last.containsKey("intake_stopped") || !last.containsKey("stopped")
                        ? Optional.empty()
                        : between(last.get("intake_stopped"), taken);
        return new PreviousShutdown(phases, gap);
    }

    private static void phase(
            Map<String, Duration> phases,
            String name,
            Map<String, Long> last,
            String from,
            String to) {
        if (last.containsKey(from) && last.containsKey(to)) {
            between(last.get(from), last.get(to)).ifPresent(took -> phases.put(name, took));
        }
    }

    /** The clock of these numbers begins anew with the machine: then they are not comparable. */
    private static Optional<Duration> between(long from, long to) {
        return Optional.of(Duration.ofNanos(to - from))
                .filter(time -> !time.isNegative() && time.compareTo(MAX_GAP) < 0);
    }
}

package dev.gateway.cli.health;

import dev.gateway.core.event.EventFileReader;
import dev.gateway.core.event.EventType;
import dev.gateway.core.event.RecordedEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The previous gateway's shutdown, by the events of the home.
 *
 * @param phases the durations of drain, disconnect and finish, as far as recorded
 * @param gap the time from its last poll to the first of this process; empty if it was killed or
 *     the host was restarted
 */
record PreviousShutdown(Map<String, Duration> phases, Optional<Duration> gap) {

    private static final Duration MAX_GAP = Duration.ofHours(1);

    /** Reads the event file; {@code pid} is this process. */
    static PreviousShutdown read(Path trail, long pid) {
        return of(EventFileReader.fromStart(trail).readAll(), pid);
    }

    static PreviousShutdown of(List<RecordedEvent> events, long pid) {
        Map<EventType, Long> last = new EnumMap<>(EventType.class);
        long taken = -1;
        for (RecordedEvent event : events) {
            if (event.pid() != pid) {
                if (event.is(EventType.STOP_REQUESTED)) {
                    last.clear(); // of an earlier gateway
                }
                event.type().ifPresent(type -> last.put(type, event.monoNanos()));
            } else if (event.is(EventType.TOKEN_ACQUIRED) && taken < 0) {
                taken = event.monoNanos();
            }
        }
        Map<String, Duration> phases = new LinkedHashMap<>();
        phase(phases, "drain", last, EventType.STOP_REQUESTED, EventType.DRAIN_FINISHED);
        phase(
                phases,
                "disconnect",
                last,
                EventType.DRAIN_FINISHED,
                EventType.PLATFORMS_DISCONNECTED);
        phase(phases, "finish", last, EventType.PLATFORMS_DISCONNECTED, EventType.STOPPED);
        Optional<Duration> gap =
                taken < 0
                                || !last.containsKey(EventType.INTAKE_STOPPED)
                                || !last.containsKey(EventType.STOPPED)
                        ? Optional.empty()
                        : between(last.get(EventType.INTAKE_STOPPED), taken);
        return new PreviousShutdown(phases, gap);
    }

    private static void phase(
            Map<String, Duration> phases,
            String name,
            Map<EventType, Long> last,
            EventType from,
            EventType to) {
        if (last.containsKey(from) && last.containsKey(to)) {
            between(last.get(from), last.get(to)).ifPresent(took -> phases.put(name, took));
        }
    }

    /**
     * Returns the time between two events. The monotonic clock restarts with the host; implausible
     * times are dropped.
     */
    private static Optional<Duration> between(long from, long to) {
        return Optional.of(Duration.ofNanos(to - from))
                .filter(time -> !time.isNegative() && time.compareTo(MAX_GAP) < 0);
    }
}

package dev.gateway.cli.health;

import dev.gateway.core.event.EventFileReader;
import dev.gateway.core.event.EventType;
import dev.gateway.core.event.HandoverGaps;
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
 * @param gaps the time from its last poll of each platform to the first of this process; none if it
 *     was killed or the host was restarted
 * @param handedOver whether it passed the home on while it went on with its messages
 */
record PreviousShutdown(
        Map<String, Duration> phases, Map<String, Duration> gaps, boolean handedOver) {

    private static final Duration MAX_GAP = Duration.ofHours(1);

    /** Reads the event file; {@code pid} is this process. */
    static PreviousShutdown read(Path trail, long pid) {
        return of(EventFileReader.fromStart(trail).readAll(), pid);
    }

    static PreviousShutdown of(List<RecordedEvent> events, long pid) {
        Map<EventType, Long> last = new EnumMap<>(EventType.class);
        boolean handedOver = false;
        for (RecordedEvent event : events) {
            if (event.pid() != pid) {
                if (event.is(EventType.STOP_REQUESTED)) {
                    last.clear(); // of an earlier gateway
                    handedOver = false;
                }
                handedOver |= event.is(EventType.HANDOVER_STARTED);
                handedOver &= !event.is(EventType.HANDOVER_FAILED);
                event.type().ifPresent(type -> last.put(type, event.monoNanos()));
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
        Map<String, Duration> gaps = new LinkedHashMap<>();
        HandoverGaps.before(events, pid)
                .byPlatform()
                .forEach(
                        (platform, gap) -> {
                            if (isPlausible(gap)) {
                                gaps.put(platform, gap);
                            }
                        });
        return new PreviousShutdown(phases, gaps, handedOver);
    }

    /** Returns the longest gap; empty if there is none. */
    Optional<Duration> gap() {
        return gaps.values().stream().max(Duration::compareTo);
    }

    private static void phase(
            Map<String, Duration> phases,
            String name,
            Map<EventType, Long> last,
            EventType from,
            EventType to) {
        if (last.containsKey(from) && last.containsKey(to)) {
            Duration took = Duration.ofNanos(last.get(to) - last.get(from));
            if (isPlausible(took)) {
                phases.put(name, took);
            }
        }
    }

    /** Returns whether it can be the time between two events: the clock restarts with the host. */
    private static boolean isPlausible(Duration time) {
        return !time.isNegative() && time.compareTo(MAX_GAP) < 0;
    }
}

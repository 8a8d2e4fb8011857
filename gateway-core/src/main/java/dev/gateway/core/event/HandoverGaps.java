package dev.gateway.core.event;

import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongPredicate;

/**
 * The times for which no process polled a platform while a home passed from one process to the
 * next: from the end of the old one's intake to the first poll of its successor.
 *
 * @param byPlatform the gap of each platform that both have polled, in the order in which the
 *     successor began to poll them
 */
public record HandoverGaps(Map<String, Duration> byPlatform) {

    /** Copies the gaps and keeps their order. */
    public HandoverGaps {
        byPlatform = Collections.unmodifiableMap(new LinkedHashMap<>(byPlatform));
    }

    /** Returns the gaps between the process {@code old} and its {@code successor}. */
    public static HandoverGaps between(Collection<RecordedEvent> events, long old, long successor) {
        return of(events, pid -> pid == old, successor);
    }

    /** Returns the gaps between {@code successor} and the process before it, whichever it was. */
    public static HandoverGaps before(Collection<RecordedEvent> events, long successor) {
        return of(events, pid -> pid != successor, successor);
    }

    /** Returns the longest gap with its platform; empty if no platform has one. */
    public Optional<Map.Entry<String, Duration>> worst() {
        return byPlatform.entrySet().stream().max(Map.Entry.comparingByValue());
    }

    /** Returns the median, the lower one of two; zero if no platform has a gap. */
    public Duration median() {
        List<Duration> sorted = byPlatform.values().stream().sorted().toList();
        return sorted.isEmpty() ? Duration.ZERO : sorted.get((sorted.size() - 1) / 2);
    }

    private static HandoverGaps of(
            Collection<RecordedEvent> events, LongPredicate isOld, long successor) {
        Map<String, Long> ended = new HashMap<>();
        Map<String, Duration> gaps = new LinkedHashMap<>();
        Map<String, Long> tokens = new LinkedHashMap<>();
        Optional<Long> stopped = Optional.empty();
        boolean precise = false;
        for (RecordedEvent event : events) {
            String platform = event.text(EventField.PLATFORM);
            long at = event.monoNanos();
            if (event.pid() == successor) {
                if (event.is(EventType.LOCK_ACQUIRED)) { // earlier ones are of its PID's namesake
                    gaps.clear();
                    tokens.clear();
                } else if (event.is(EventType.POLLING) && ended.containsKey(platform)) {
                    gaps.putIfAbsent(platform, length(ended.get(platform), at));
                } else if (event.is(EventType.TOKEN_ACQUIRED)) {
                    tokens.putIfAbsent(platform, at);
                }
            } else if (isOld.test(event.pid())) {
                if (event.is(EventType.INTAKE_ENDED)) {
                    precise = true;
                    ended.put(platform, at);
                } else if (event.is(EventType.POLLING)) {
                    ended.remove(platform);
                } else if (event.is(EventType.STOP_REQUESTED)) {
                    stopped = Optional.empty();
                    precise = false;
                } else if (event.is(EventType.INTAKE_STOPPED)) {
                    stopped = Optional.of(at);
                }
            }
        }
        if (!precise && stopped.isPresent()) {
            // A version that does not tell the end of each intake tells that of all of them.
            long from = stopped.get();
            tokens.forEach((platform, at) -> gaps.putIfAbsent(platform, length(from, at)));
        }
        return new HandoverGaps(gaps);
    }

    private static Duration length(long from, long to) {
        return Duration.ofNanos(Math.max(0, to - from));
    }
}

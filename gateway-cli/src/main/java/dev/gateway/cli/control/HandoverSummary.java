package dev.gateway.cli.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.core.event.EventField;
import dev.gateway.core.event.EventType;
import dev.gateway.core.event.HandoverGaps;
import dev.gateway.core.event.RecordedEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The outcome of a hand-over by the events of both processes: how long the lock took and each
 * platform was not polled.
 *
 * @param old the process that gave the home away, as it names itself in the event file
 * @param successor the process that took it
 * @param lock the time in which the lock passed on; empty if the old process did not say when it
 *     let go
 * @param gaps the gap of each platform
 * @param waiting the platforms whose token the successor has not got yet
 * @param expected the platforms that the old process has let go and the successor will poll
 */
record HandoverSummary(
        long old,
        long successor,
        Optional<Duration> lock,
        HandoverGaps gaps,
        List<String> waiting,
        Set<String> expected) {

    /** The outcome where no home passed on. */
    static final HandoverSummary NONE =
            new HandoverSummary(
                    0, 0, Optional.empty(), new HandoverGaps(Map.of()), List.of(), Set.of());

    /** The largest number of platforms that are listed one by one. */
    private static final int MAX_LISTED = 12;

    /** Returns the summary by {@code events}, which are in the order of the file. */
    static HandoverSummary of(List<RecordedEvent> events, long old, long successor) {
        Optional<RecordedEvent> passed =
                last(events, old, EventType.HANDOVER_STARTED)
                        .or(() -> last(events, old, EventType.STOPPED));
        Optional<RecordedEvent> taken = last(events, successor, EventType.LOCK_ACQUIRED);
        Optional<Duration> lock =
                passed.isPresent() && taken.isPresent()
                        ? Optional.of(
                                Duration.ofNanos(
                                        Math.max(
                                                0,
                                                taken.get().monoNanos()
                                                        - passed.get().monoNanos())))
                        : Optional.empty();
        return new HandoverSummary(
                old,
                successor,
                lock,
                HandoverGaps.between(events, old, successor),
                waiting(events, successor),
                expected(events, old, successor));
    }

    /** Returns the platforms that the old process has let go and the successor has as well. */
    private static Set<String> expected(List<RecordedEvent> events, long old, long successor) {
        Set<String> ended = new TreeSet<>();
        Set<String> wanted = new TreeSet<>();
        for (RecordedEvent event : events) {
            if (event.pid() == old && event.is(EventType.INTAKE_ENDED)) {
                ended.add(event.text(EventField.PLATFORM));
            } else if (event.pid() == successor
                    && (event.is(EventType.TOKEN_WAITING) || event.is(EventType.TOKEN_ACQUIRED))) {
                wanted.add(event.text(EventField.PLATFORM));
            }
        }
        ended.retainAll(wanted);
        return ended;
    }

    /** Returns whether the successor polls each platform whose intake the old process has ended. */
    boolean isComplete() {
        return gaps.byPlatform().keySet().containsAll(expected);
    }

    private static Optional<RecordedEvent> last(
            List<RecordedEvent> events, long pid, EventType type) {
        return events.stream()
                .filter(event -> event.pid() == pid && event.is(type))
                .reduce((first, second) -> second);
    }

    private static List<String> waiting(List<RecordedEvent> events, long successor) {
        Set<String> waiting = new TreeSet<>();
        for (RecordedEvent event : events) {
            if (event.pid() == successor && event.is(EventType.TOKEN_WAITING)) {
                waiting.add(event.text(EventField.PLATFORM));
            } else if (event.pid() == successor && event.is(EventType.TOKEN_ACQUIRED)) {
                waiting.remove(event.text(EventField.PLATFORM));
            }
        }
        return List.copyOf(waiting);
    }

    /** Returns the sentences for the operator; none if the lock has not passed on. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        if (lock.isEmpty()) {
            return lines;
        }
        String head =
                "Handed over from PID %d to PID %d: lock passed on in %s"
                        .formatted(old, successor, millis(lock.get()));
        if (gaps.byPlatform().size() > MAX_LISTED) {
            lines.add(
                    "Not polled: %s for %s, the longest; the median of %d platforms is %s."
                            .formatted(
                                    gaps.worst().orElseThrow().getKey(),
                                    millis(gaps.worst().orElseThrow().getValue()),
                                    gaps.byPlatform().size(),
                                    millis(gaps.median())));
        } else if (gaps.byPlatform().size() > 1) {
            lines.add(
                    "Not polled: "
                            + gaps.byPlatform().entrySet().stream()
                                    .sorted(Map.Entry.comparingByKey())
                                    .map(gap -> gap.getKey() + " for " + millis(gap.getValue()))
                                    .collect(Collectors.joining(", "))
                            + ".");
        }
        lines.add(
                gaps.worst()
                        .map(worst -> head + ", no polling for " + millis(worst.getValue()) + ".")
                        .orElse(head + "."));
        if (!waiting.isEmpty()) {
            lines.add(
                    "Not passed on yet: %s; polled as soon as PID %d lets go, see 'gateway status'."
                            .formatted(waitingNames(), old));
        }
        return lines;
    }

    private String waitingNames() {
        int most = Math.min(MAX_LISTED, waiting.size());
        String names = String.join(", ", waiting.subList(0, most));
        return waiting.size() > most ? names + " and " + (waiting.size() - most) + " more" : names;
    }

    /** Adds {@code gaps_ms} to the result of the command. */
    void addTo(ObjectNode result) {
        ObjectNode millis = result.putObject("gaps_ms");
        gaps.byPlatform().forEach((platform, gap) -> millis.put(platform, gap.toMillis()));
    }

    private static String millis(Duration time) {
        return String.format(Locale.ROOT, "%.0f ms", time.toNanos() / 1e6);
    }
}

package dev.gateway.sim.timeline;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A process: its states by its own trail, what was done to it, and how the kernel saw it. */
record ProcessLaneBuilder(TimeAxis timeAxis, ProcessRecorder process) {

    /** Those that a reader of the picture looks for; all others are in the trail. */
    private static final Set<String> SHOWN =
            Set.of(
                    "lock_acquired",
                    "stale_pid_file_recovered",
                    "pid_file_repaired",
                    "lock_file_replaced",
                    "lock_lost",
                    "journal_replaced",
                    "takeover_started",
                    "token_waiting",
                    "platform_abandoned",
                    "stop_requested",
                    "stop_shortened",
                    "watchdog_fired",
                    "start_failed",
                    "stopped");

    private static final Set<String> OF_ALL = Set.of("at", "mono_ns", "pid", "event");

    Lane of(List<JsonNode> events) {
        List<Span> spans = new ArrayList<>(states(events));
        for (ValueHistory.Interval<SpanStyle> odd : process.abnormalIntervals(timeAxis.end())) {
            String what =
                    odd.value() == SpanStyle.ZOMBIE
                            ? "zombie"
                            : "stands still"; // it keeps all that it holds
            spans.add(
                    new Span(
                            timeAxis.at(odd.from()),
                            timeAxis.at(odd.to()),
                            odd.value(),
                            what,
                            "PID " + process.pid() + ": " + what));
        }
        List<Mark> marks = new ArrayList<>(process.marks());
        events.stream().map(this::mark).flatMap(Optional::stream).forEach(marks::add);
        if (process.over()) {
            long end = process.endNanos(timeAxis.end());
            marks.add(
                    new Mark(
                            timeAxis.at(end),
                            SpanStyle.OVER,
                            "end",
                            "PID " + process.pid() + " is gone"));
        }
        return new Lane(Lane.Kind.PROCESS, "PID " + process.pid(), process.name(), spans, marks);
    }

    private List<Span> states(List<JsonNode> events) {
        List<Span> states = new ArrayList<>();
        long from = process.startNanos();
        String state = events.isEmpty() ? "alive" : "loading";
        long end = process.deathNanos(timeAxis.end());
        for (JsonNode event : events) {
            Optional<String> next = stateIn(event);
            if (next.isPresent()) {
                long nanos = Math.min(event.path("mono_ns").asLong(), end);
                add(states, from, nanos, state);
                from = nanos;
                state = next.get();
            }
        }
        add(states, from, end, state);
        return states;
    }

    private void add(List<Span> states, long from, long to, String state) {
        if (to > from && to > timeAxis.origin()) {
            Span span =
                    new Span(
                            timeAxis.at(from),
                            timeAxis.at(to),
                            style(state),
                            state,
                            "PID %d: %s".formatted(process.pid(), state));
            states.add(span);
        }
    }

    private static Optional<String> stateIn(JsonNode event) {
        return switch (event.path("event").asText()) {
            case "standby" -> Optional.of("standby");
            case "state_changed" -> Optional.of(event.path("state").asText());
            default -> Optional.empty();
        };
    }

    private static SpanStyle style(String state) {
        return switch (state) {
            case "loading" -> SpanStyle.LOADING;
            case "standby" -> SpanStyle.STANDBY;
            case "starting" -> SpanStyle.STARTING;
            case "running", "alive" -> SpanStyle.RUNNING;
            case "degraded" -> SpanStyle.DEGRADED;
            case "draining" -> SpanStyle.DRAINING;
            case "stopping" -> SpanStyle.STOPPING;
            default -> SpanStyle.OVER;
        };
    }

    private Optional<Mark> mark(JsonNode event) {
        String name = event.path("event").asText();
        if (!SHOWN.contains(name)) {
            return Optional.empty();
        }
        StringBuilder detail = new StringBuilder(name.replace('_', ' '));
        for (Map.Entry<String, JsonNode> field : event.properties()) {
            if (!OF_ALL.contains(field.getKey())) {
                detail.append(", ").append(field.getKey()).append(' ');
                detail.append(field.getValue().asText());
            }
        }
        boolean bad = name.equals("watchdog_fired") || name.equals("platform_abandoned");
        return Optional.of(
                new Mark(
                        timeAxis.at(event.path("mono_ns").asLong()),
                        bad ? SpanStyle.FAULT : SpanStyle.NOTICE,
                        name.replace('_', ' '),
                        detail.toString()));
    }
}

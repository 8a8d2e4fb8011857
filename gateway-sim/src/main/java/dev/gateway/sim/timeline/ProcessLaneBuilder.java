package dev.gateway.sim.timeline;

import dev.gateway.core.event.EventField;
import dev.gateway.core.event.EventType;
import dev.gateway.core.event.RecordedEvent;
import dev.gateway.core.status.GatewayState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The lane of a process: the states by its own events, the faults that were injected, and its state
 * in the kernel.
 */
record ProcessLaneBuilder(TimeAxis timeAxis, ProcessRecorder process) {

    /** The state of a process that has passed its home on. */
    private static final String FINISHING = "finishing";

    /** The events that are shown; all others are in {@code events.jsonl}. */
    private static final Set<EventType> SHOWN =
            Set.of(
                    EventType.LOCK_ACQUIRED,
                    EventType.STALE_PID_FILE_RECOVERED,
                    EventType.PID_FILE_REPAIRED,
                    EventType.LOCK_FILE_REPLACED,
                    EventType.LOCK_LOST,
                    EventType.JOURNAL_REPLACED,
                    EventType.TAKEOVER_STARTED,
                    EventType.HANDOVER_STARTED,
                    EventType.HANDOVER_FAILED,
                    EventType.OUTGOING,
                    EventType.SESSION_RECOVERED,
                    EventType.OUTGOING_ENDED,
                    EventType.TOKEN_WAITING,
                    EventType.PLATFORM_ABANDONED,
                    EventType.STOP_REQUESTED,
                    EventType.STOP_SHORTENED,
                    EventType.WATCHDOG_FIRED,
                    EventType.START_FAILED,
                    EventType.STOPPED);

    Lane of(List<RecordedEvent> events) {
        List<Span> spans = new ArrayList<>(states(events));
        for (ValueHistory.Interval<SpanStyle> odd : process.abnormalIntervals(timeAxis.end())) {
            String what =
                    odd.value() == SpanStyle.ZOMBIE
                            ? "zombie"
                            : "stands still"; // a frozen process keeps all that it holds
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

    private List<Span> states(List<RecordedEvent> events) {
        List<Span> states = new ArrayList<>();
        long from = process.startNanos();
        String state = events.isEmpty() ? "alive" : "loading";
        long end = process.deathNanos(timeAxis.end());
        for (RecordedEvent event : events) {
            // The rest of its life is one thing, whatever it still tells of its own end.
            Optional<String> next =
                    state.equals(FINISHING) && !event.is(EventType.HANDOVER_FAILED)
                            ? Optional.empty()
                            : stateIn(event);
            if (next.isPresent()) {
                long nanos = Math.min(event.monoNanos(), end);
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

    private static Optional<String> stateIn(RecordedEvent event) {
        if (event.is(EventType.STANDBY)) {
            return Optional.of(GatewayState.STANDBY.wireName());
        }
        if (event.is(EventType.LOCK_ACQUIRED)) {
            return Optional.of(GatewayState.STARTING.wireName());
        }
        if (event.is(EventType.HANDOVER_STARTED)) {
            return Optional.of(FINISHING);
        }
        if (event.is(EventType.HANDOVER_FAILED)) {
            return Optional.of(GatewayState.RUNNING.wireName());
        }
        return event.is(EventType.STATE_CHANGED)
                ? Optional.of(event.text(EventField.STATE))
                : Optional.empty();
    }

    private static SpanStyle style(String state) {
        return switch (state) {
            case "loading" -> SpanStyle.LOADING;
            case "standby" -> SpanStyle.STANDBY;
            case "starting" -> SpanStyle.STARTING;
            case "running", "alive" -> SpanStyle.RUNNING;
            case "degraded" -> SpanStyle.DEGRADED;
            case "draining" -> SpanStyle.DRAINING;
            case FINISHING -> SpanStyle.FINISHING;
            case "stopping" -> SpanStyle.STOPPING;
            default -> SpanStyle.OVER;
        };
    }

    private Optional<Mark> mark(RecordedEvent event) {
        String name = event.name();
        if (event.type().filter(SHOWN::contains).isEmpty()) {
            return Optional.empty();
        }
        StringBuilder detail = new StringBuilder(name.replace('_', ' '));
        event.fields()
                .forEach(
                        (field, value) ->
                                detail.append(", ").append(field).append(' ').append(value));
        boolean bad =
                event.is(EventType.WATCHDOG_FIRED)
                        || event.is(EventType.PLATFORM_ABANDONED)
                        || event.is(EventType.HANDOVER_FAILED);
        return Optional.of(
                new Mark(
                        timeAxis.at(event.monoNanos()),
                        bad ? SpanStyle.FAULT : SpanStyle.NOTICE,
                        name.replace('_', ' '),
                        detail.toString()));
    }
}

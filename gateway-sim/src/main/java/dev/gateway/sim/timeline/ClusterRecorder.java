package dev.gateway.sim.timeline;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The recorded state of a database that several hosts share, and its leases. For one thread. */
final class ClusterRecorder {

    private static final String DATABASE = "PostgreSQL";

    private final ValueHistory<SpanStyle> database = new ValueHistory<>();
    private final List<Mark> marks = new ArrayList<>();
    private final Map<String, ValueHistory<Long>> holders = new LinkedHashMap<>();

    void database(long now, Optional<SpanStyle> state) {
        database.record(now, state);
    }

    void mark(Mark mark) {
        marks.add(mark);
    }

    void holder(long now, String account, Optional<Long> pid) {
        holders.computeIfAbsent(account, name -> new ValueHistory<>()).record(now, pid);
    }

    List<Lane> lanes(TimeAxis timeAxis) {
        List<Lane> lanes = new ArrayList<>();
        List<Span> states = new ArrayList<>();
        for (ValueHistory.Interval<SpanStyle> interval : database.intervals(timeAxis.end())) {
            String state = interval.value() == SpanStyle.FROZEN ? "stands still" : "answers";
            states.add(
                    new Span(
                            timeAxis.at(interval.from()),
                            timeAxis.at(interval.to()),
                            interval.value(),
                            state,
                            DATABASE + ": " + state));
        }
        if (!states.isEmpty()) {
            lanes.add(new Lane(Lane.Kind.DATABASE, DATABASE, "", states, marks));
        }
        holders.forEach((account, history) -> lanes.add(lease(timeAxis, account, history)));
        return lanes;
    }

    private static Lane lease(TimeAxis timeAxis, String account, ValueHistory<Long> history) {
        List<Span> spans = new ArrayList<>();
        for (ValueHistory.Interval<Long> interval : history.intervals(timeAxis.end())) {
            String holder = "PID " + interval.value();
            spans.add(
                    new Span(
                            timeAxis.at(interval.from()),
                            timeAxis.at(interval.to()),
                            SpanStyle.HELD,
                            holder,
                            "%s has %s, as the database says".formatted(holder, account)));
        }
        return new Lane(Lane.Kind.LEASE, account, "", spans, List.of());
    }
}

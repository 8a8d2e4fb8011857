package dev.gateway.sim.timeline;

import dev.gateway.core.event.RecordedEvent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The lanes of homes and of the processes that work in them. */
final class HomeLaneBuilder {

    private final TimeAxis timeAxis;
    private final List<HomeRecorder> homes;
    private final List<ProcessRecorder> processes;
    private final Map<Long, List<RecordedEvent>> events = new HashMap<>();

    HomeLaneBuilder(
            TimeAxis timeAxis, List<HomeRecorder> homes, Collection<ProcessRecorder> processes) {
        this.timeAxis = timeAxis;
        this.homes = homes;
        this.processes =
                processes.stream()
                        .sorted(Comparator.comparingLong(ProcessRecorder::startNanos))
                        .toList();
        for (HomeRecorder home : homes) {
            for (RecordedEvent event : home.events()) {
                events.computeIfAbsent(event.pid(), pid -> new ArrayList<>()).add(event);
            }
        }
    }

    List<Lane> lanes() {
        List<Lane> lanes = new ArrayList<>();
        for (ProcessRecorder process : processes) {
            lanes.add(
                    new ProcessLaneBuilder(timeAxis, process)
                            .of(events.getOrDefault(process.pid(), List.of())));
        }
        for (HomeRecorder home : homes) {
            lanes.add(lock(home));
            lanes.add(file(home));
        }
        return lanes;
    }

    String nameOf(long pid) {
        return "PID " + pid;
    }

    private String of(HomeRecorder home) {
        return homes.size() > 1 ? home.name() : "";
    }

    private Lane lock(HomeRecorder home) {
        List<Span> spans = new ArrayList<>();
        for (ValueHistory.Interval<Long> interval : home.holder().intervals(timeAxis.end())) {
            spans.add(
                    new Span(
                            timeAxis.at(interval.from()),
                            timeAxis.at(interval.to()),
                            SpanStyle.HELD,
                            nameOf(interval.value()),
                            nameOf(interval.value()) + " holds the lock of the home"));
        }
        return new Lane(Lane.Kind.LOCK, of(home), "", spans, List.of());
    }

    /**
     * Returns the lane of the PID file. A span ends where the named process ends: from then on the
     * file is stale.
     */
    private Lane file(HomeRecorder home) {
        List<Span> spans = new ArrayList<>();
        for (ValueHistory.Interval<Long> interval : home.file().intervals(timeAxis.end())) {
            long death = Math.max(interval.from(), deathOf(interval.value()));
            String name = nameOf(interval.value());
            if (death > interval.from()) {
                spans.add(
                        new Span(
                                timeAxis.at(interval.from()),
                                timeAxis.at(Math.min(death, interval.to())),
                                SpanStyle.FILE,
                                name,
                                "gateway.pid names " + name));
            }
            if (death < interval.to()) {
                spans.add(
                        new Span(
                                timeAxis.at(death),
                                timeAxis.at(interval.to()),
                                SpanStyle.STALE,
                                "stale",
                                "gateway.pid names " + name + ", which is no gateway that runs"));
            }
        }
        return new Lane(Lane.Kind.PID_FILE, of(home), "", spans, List.of());
    }

    /**
     * Returns the time of death; 0 for a process that never worked in a home: it is unrelated, or
     * was dead from the start.
     */
    private long deathOf(long pid) {
        return processes.stream()
                .filter(process -> process.pid() == pid)
                .mapToLong(process -> process.deathNanos(Long.MAX_VALUE))
                .findFirst()
                .orElse(0);
    }
}

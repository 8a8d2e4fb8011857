package dev.gateway.sim.timeline;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The lanes of homes and of the processes that work in them. */
final class HomeLanes {

    private final Clock clock;
    private final List<WatchedHome> homes;
    private final List<WatchedProcess> processes;
    private final Map<Long, List<JsonNode>> events = new HashMap<>();

    HomeLanes(Clock clock, List<WatchedHome> homes, Collection<WatchedProcess> processes) {
        this.clock = clock;
        this.homes = homes;
        this.processes =
                processes.stream()
                        .sorted(Comparator.comparingLong(WatchedProcess::startNanos))
                        .toList();
        for (WatchedHome home : homes) {
            for (JsonNode event : home.events()) {
                events.computeIfAbsent(event.path("pid").asLong(), pid -> new ArrayList<>())
                        .add(event);
            }
        }
    }

    List<Lane> lanes() {
        List<Lane> lanes = new ArrayList<>();
        for (WatchedProcess process : processes) {
            lanes.add(
                    new ProcessLane(clock, process)
                            .of(events.getOrDefault(process.pid(), List.of())));
        }
        for (WatchedHome home : homes) {
            lanes.add(lock(home));
            lanes.add(file(home));
        }
        return lanes;
    }

    String nameOf(long pid) {
        return "PID " + pid;
    }

    private String of(WatchedHome home) {
        return homes.size() > 1 ? home.name() : "";
    }

    private Lane lock(WatchedHome home) {
        List<Stretch> stretches = new ArrayList<>();
        for (Changes.Held<Long> held : home.holder().held(clock.end())) {
            stretches.add(
                    new Stretch(
                            clock.at(held.from()),
                            clock.at(held.to()),
                            Tone.HELD,
                            nameOf(held.value()),
                            nameOf(held.value()) + " holds the lock of the home"));
        }
        return new Lane(Lane.Kind.LOCK, of(home), "", stretches, List.of());
    }

    /** Divided where the process that the file names ends: from then on it is stale. */
    private Lane file(WatchedHome home) {
        List<Stretch> stretches = new ArrayList<>();
        for (Changes.Held<Long> held : home.file().held(clock.end())) {
            long death = Math.max(held.from(), deathOf(held.value()));
            String name = nameOf(held.value());
            if (death > held.from()) {
                stretches.add(
                        new Stretch(
                                clock.at(held.from()),
                                clock.at(Math.min(death, held.to())),
                                Tone.FILE,
                                name,
                                "gateway.pid names " + name));
            }
            if (death < held.to()) {
                stretches.add(
                        new Stretch(
                                clock.at(death),
                                clock.at(held.to()),
                                Tone.STALE,
                                "stale",
                                "gateway.pid names " + name + ", which is no gateway that runs"));
            }
        }
        return new Lane(Lane.Kind.PID_FILE, of(home), "", stretches, List.of());
    }

    /** A process that never had to do with any home is a stranger, or was dead all the time. */
    private long deathOf(long pid) {
        return processes.stream()
                .filter(process -> process.pid() == pid)
                .mapToLong(process -> process.deathNanos(Long.MAX_VALUE))
                .findFirst()
                .orElse(0);
    }
}

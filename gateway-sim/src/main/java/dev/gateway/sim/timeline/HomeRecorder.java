package dev.gateway.sim.timeline;

import dev.gateway.core.event.RecordedEvent;
import dev.gateway.sim.process.ObservedHome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The recorded lock holder and PID file of a home. For one thread. */
final class HomeRecorder {

    private final String name;
    private final ObservedHome dir;
    private final ValueHistory<Long> holder = new ValueHistory<>();
    private final ValueHistory<Long> file = new ValueHistory<>();

    HomeRecorder(String name, ObservedHome dir) {
        this.name = name;
        this.dir = dir;
    }

    String name() {
        return name;
    }

    ValueHistory<Long> holder() {
        return holder;
    }

    ValueHistory<Long> file() {
        return file;
    }

    List<RecordedEvent> events() {
        return dir.events();
    }

    /**
     * Records the current state; returns the PIDs of the processes that hold the home or wait for
     * it.
     */
    List<Long> sample(long now) {
        List<Long> processes = new ArrayList<>(dir.lockWaiters());
        OptionalLong holds = dir.lockHolder();
        holds.ifPresent(processes::add);
        holder.record(now, holds.isPresent() ? Optional.of(holds.getAsLong()) : Optional.empty());
        file.record(now, named());
        return processes;
    }

    private Optional<Long> named() {
        return dir.pidRecord()
                .map(record -> record.isNumber() ? record.asLong() : record.path("pid").asLong())
                .filter(pid -> pid > 0);
    }
}

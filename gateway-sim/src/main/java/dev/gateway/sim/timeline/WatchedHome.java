package dev.gateway.sim.timeline;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gateway.sim.process.GatewayHomeDir;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A home: who holds its lock and whom its PID file names. For one thread. */
final class WatchedHome {

    private final String name;
    private final GatewayHomeDir dir;
    private final Changes<Long> holder = new Changes<>();
    private final Changes<Long> file = new Changes<>();

    WatchedHome(String name, GatewayHomeDir dir) {
        this.name = name;
        this.dir = dir;
    }

    String name() {
        return name;
    }

    Changes<Long> holder() {
        return holder;
    }

    Changes<Long> file() {
        return file;
    }

    List<JsonNode> events() {
        return dir.events();
    }

    /** Looks now; returns the processes that have to do with it. */
    List<Long> look(long now) {
        List<Long> processes = new ArrayList<>(dir.lockWaiters());
        OptionalLong holds = dir.lockHolder();
        holds.ifPresent(processes::add);
        holder.see(now, holds.isPresent() ? Optional.of(holds.getAsLong()) : Optional.empty());
        file.see(now, named());
        return processes;
    }

    private Optional<Long> named() {
        return dir.pidRecord()
                .map(record -> record.isNumber() ? record.asLong() : record.path("pid").asLong())
                .filter(pid -> pid > 0);
    }
}

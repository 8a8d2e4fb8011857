package dev.gateway.sim.timeline;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A process: its states by its own trail, what was done to it, and how the kernel saw it. */
record ProcessLane(Clock clock, WatchedProcess process) {

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
        List<Stretch> stretches = new ArrayList<>(states(events));
        for (Changes.Held<Tone> odd : process.oddities(clock.end())) {
            String what =
                    odd.value() == Tone.ZOMBIE
                            ? "zombie"
                            : "stands still"; // it keeps all that it holds
            stretches.add(
                    new Stretch(
                            clock.at(odd.from()),
                            clock.at(odd.to()),
                            odd.value(),
                            what,
                            "PID " + process.pid() + ": " + what));
        }
        List<Moment> moments = new ArrayList<>(process.marks());
        events.stream().map(this::moment).flatMap(Optional::stream).forEach(moments::add);
        if (process.over()) {
            long end = process.endNanos(clock.end());
            moments.add(
                    new Moment(
                            clock.at(end), Tone.OVER, "end", "PID " + process.pid() + " is gone"));
        }
        return new Lane(
                Lane.Kind.PROCESS, "PID " + process.pid(), process.name(), stretches, moments);
    }

    private List<Stretch> states(List<JsonNode> events) {
        List<Stretch> states = new ArrayList<>();
        long from = process.startNanos();
        String state = events.isEmpty() ? "alive" : "loading";
        long end = process.deathNanos(clock.end());
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

    private void add(List<Stretch> states, long from, long to, String state) {
        if (to > from && to > clock.origin()) {
            Stretch stretch =
                    new Stretch(
                            clock.at(from),
                            clock.at(to),
                            tone(state),
                            state,
                            "PID %d: %s".formatted(process.pid(), state));
            states.add(stretch);
        }
    }

    private static Optional<String> stateIn(JsonNode event) {
        return switch (event.path("event").asText()) {
            case "standby" -> Optional.of("standby");
            case "state_changed" -> Optional.of(event.path("state").asText());
            default -> Optional.empty();
        };
    }

    private static Tone tone(String state) {
        return switch (state) {
            case "loading" -> Tone.LOADING;
            case "standby" -> Tone.STANDBY;
            case "starting" -> Tone.STARTING;
            case "running", "alive" -> Tone.RUNNING;
            case "degraded" -> Tone.DEGRADED;
            case "draining" -> Tone.DRAINING;
            case "stopping" -> Tone.STOPPING;
            default -> Tone.OVER;
        };
    }

    private Optional<Moment> moment(JsonNode event) {
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
                new Moment(
                        clock.at(event.path("mono_ns").asLong()),
                        bad ? Tone.FAULT : Tone.NOTICE,
                        name.replace('_', ' '),
                        detail.toString()));
    }
}

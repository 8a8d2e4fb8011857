package dev.gateway.cli.control;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gateway.cli.terminal.ConsoleOutput;
import dev.gateway.cli.terminal.ProgressDisplay;
import dev.gateway.core.event.EventFileReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongPredicate;
import java.util.stream.LongStream;

/**
 * Follows the lifecycle trail of a home and tells each phase of the processes that matter, with the
 * time since the command began. Not thread-safe.
 */
final class PhaseReporter implements AutoCloseable {

    private final EventFileReader tail;
    private final ProgressDisplay display;
    private final long began = System.nanoTime();
    private final Map<Long, List<JsonNode>> seen = new HashMap<>();

    /** Follows {@code tail} from where it stands, and prints to {@code screen}. */
    PhaseReporter(EventFileReader tail, ConsoleOutput output) {
        this.tail = tail;
        this.display = new ProgressDisplay(output);
    }

    /** Begins a phase of the command itself; it is redrawn in place on a terminal. */
    void begin(String text) {
        display.phase(text);
    }

    /** Says more about the phase that goes on. */
    void detail(String text) {
        display.detail(text);
    }

    /** The phase has succeeded. */
    void done() {
        display.done();
    }

    /** The phase has failed. */
    void failed(String why) {
        display.failed(why);
    }

    /** Stops drawing. */
    @Override
    public void close() {
        display.close();
    }

    /** Reads what is new and prints what concerns {@code pids}. */
    void poll(long... pids) {
        poll(pid -> LongStream.of(pids).anyMatch(wanted -> wanted == pid));
    }

    /** The same for whatever process: of one that somebody else starts the PID is not known. */
    void pollAll() {
        poll(pid -> true);
    }

    private void poll(LongPredicate wanted) {
        for (JsonNode event : tail.poll()) {
            long pid = event.path("pid").asLong();
            seen.computeIfAbsent(pid, key -> new ArrayList<>()).add(event);
            if (wanted.test(pid)) {
                describe(event).ifPresent(this::print);
            }
        }
    }

    /** The platforms of {@code pid} that are being disconnected and have not let go yet. */
    Set<String> disconnecting(long pid) {
        Set<String> busy = new TreeSet<>();
        for (JsonNode event : seen.getOrDefault(pid, List.of())) {
            if (event.path("event").asText().equals("platform_state_changed")) {
                String platform = event.path("platform").asText();
                if (event.path("state").asText().equals("disconnecting")) {
                    busy.add(platform);
                } else {
                    busy.remove(platform);
                }
            }
        }
        return busy;
    }

    /** Prints a sentence with the elapsed time. */
    void print(String text) {
        display.line(String.format(Locale.ROOT, "%7.2fs  %s", elapsed().toMillis() / 1000.0, text));
    }

    Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - began);
    }

    /** The last event of that kind of a process, among those polled so far. */
    Optional<JsonNode> last(long pid, String event) {
        return seen.getOrDefault(pid, List.of()).stream()
                .filter(node -> node.path("event").asText().equals(event))
                .reduce((first, second) -> second);
    }

    /** Whether a process has reached a state of the gateway, among those polled so far. */
    boolean reached(long pid, String state) {
        return seen.getOrDefault(pid, List.of()).stream()
                .anyMatch(
                        node ->
                                node.path("event").asText().equals("state_changed")
                                        && node.path("state").asText().equals(state));
    }

    private static Optional<String> describe(JsonNode event) {
        String platform = event.path("platform").asText();
        return Optional.ofNullable(
                switch (event.path("event").asText()) {
                    case "standby" -> "successor loaded, stands by";
                    case "lock_acquired" -> "home obtained";
                    case "stale_pid_file_recovered" ->
                            "stale PID file recovered (" + event.path("reason").asText() + ")";
                    case "token_waiting" -> platform + ": token in use, waiting for it";
                    case "platform_state_changed" ->
                            platform
                                    + ": "
                                    + event.path("state").asText()
                                    + (event.hasNonNull("error")
                                            ? " (" + event.path("error").asText() + ")"
                                            : "");
                    case "platform_abandoned" -> platform + ": did not let go, abandoned";
                    case "stop_requested" ->
                            "stopping, within "
                                    + event.path("budget_ms").asLong() / 1000
                                    + " s (drain, disconnect, finish)";
                    case "intake_stopped" -> "takes nothing new";
                    case "drain_finished" ->
                            event.path("complete").asBoolean()
                                    ? "messages in flight finished"
                                    : "messages in flight kept for the next start";
                    case "platforms_disconnected" -> "platforms let go";
                    case "state_changed" -> "gateway " + event.path("state").asText();
                    case "reload_started" -> "reads its config again";
                    case "watchdog_fired" -> "past its budget: the watchdog ends it";
                    default -> null;
                });
    }
}

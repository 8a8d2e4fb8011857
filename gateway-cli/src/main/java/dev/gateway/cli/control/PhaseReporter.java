package dev.gateway.cli.control;

import dev.gateway.cli.terminal.ConsoleOutput;
import dev.gateway.cli.terminal.ProgressDisplay;
import dev.gateway.core.event.EventField;
import dev.gateway.core.event.EventFileReader;
import dev.gateway.core.event.EventType;
import dev.gateway.core.event.RecordedEvent;
import dev.gateway.core.platform.PlatformState;
import dev.gateway.core.status.GatewayState;
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
 * A reporter that follows the event file of a home and shows each phase of some processes with the
 * time since the command began. Not thread-safe.
 */
final class PhaseReporter implements AutoCloseable {

    private final EventFileReader tail;
    private final ProgressDisplay display;
    private final long began = System.nanoTime();
    private final Map<Long, List<RecordedEvent>> seen = new HashMap<>();

    /**
     * Creates a reporter that reads {@code tail} from its position and prints to {@code output}.
     */
    PhaseReporter(EventFileReader tail, ConsoleOutput output) {
        this.tail = tail;
        this.display = new ProgressDisplay(output);
    }

    /** Begins a phase of the command itself, redrawn in place on a terminal. */
    void begin(String text) {
        display.phase(text);
    }

    /** Shows a detail of the running phase. */
    void detail(String text) {
        display.detail(text);
    }

    /** Ends the phase as successful. */
    void done() {
        display.done();
    }

    /** Ends the phase as failed. */
    void failed(String why) {
        display.failed(why);
    }

    /** Stops drawing. */
    @Override
    public void close() {
        display.close();
    }

    /** Reads new events and prints those of {@code pids}. */
    void poll(long... pids) {
        poll(pid -> LongStream.of(pids).anyMatch(wanted -> wanted == pid));
    }

    /** Reads and prints all new events: the PID of a service manager's process is not known. */
    void pollAll() {
        poll(pid -> true);
    }

    private void poll(LongPredicate wanted) {
        for (RecordedEvent event : tail.poll()) {
            long pid = event.pid();
            seen.computeIfAbsent(pid, key -> new ArrayList<>()).add(event);
            if (wanted.test(pid)) {
                describe(event).ifPresent(this::print);
            }
        }
    }

    /** Returns the platforms of {@code pid} whose disconnect has begun and not ended. */
    Set<String> disconnecting(long pid) {
        Set<String> busy = new TreeSet<>();
        for (RecordedEvent event : seen.getOrDefault(pid, List.of())) {
            if (event.is(EventType.PLATFORM_STATE_CHANGED)) {
                String platform = event.text(EventField.PLATFORM);
                if (event.text(EventField.STATE).equals(PlatformState.DISCONNECTING.wireName())) {
                    busy.add(platform);
                } else {
                    busy.remove(platform);
                }
            }
        }
        return busy;
    }

    /** Prints a line with the elapsed time. */
    void print(String text) {
        display.line(String.format(Locale.ROOT, "%7.2fs  %s", elapsed().toMillis() / 1000.0, text));
    }

    Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - began);
    }

    /** Returns the last event of a type of a process, among those polled so far. */
    Optional<RecordedEvent> last(long pid, EventType type) {
        return seen.getOrDefault(pid, List.of()).stream()
                .filter(event -> event.is(type))
                .reduce((first, second) -> second);
    }

    /** Returns whether a process has entered a gateway state, by the events polled so far. */
    boolean reached(long pid, GatewayState state) {
        return seen.getOrDefault(pid, List.of()).stream()
                .anyMatch(
                        event ->
                                event.is(EventType.STATE_CHANGED)
                                        && event.text(EventField.STATE).equals(state.wireName()));
    }

    private static Optional<String> describe(RecordedEvent event) {
        return event.type().map(type -> describe(type, event));
    }

    /** Returns null for an event that is not shown. */
    private static String describe(EventType type, RecordedEvent event) {
        String platform = event.text(EventField.PLATFORM);
        return switch (type) {
            case STANDBY -> "successor loaded, stands by";
            case LOCK_ACQUIRED -> "home obtained";
            case STALE_PID_FILE_RECOVERED ->
                    "stale PID file recovered (" + event.text(EventField.REASON) + ")";
            case TOKEN_WAITING -> platform + ": token in use, waiting for it";
            case PLATFORM_STATE_CHANGED ->
                    platform
                            + ": "
                            + event.text(EventField.STATE)
                            + (event.has(EventField.ERROR)
                                    ? " (" + event.text(EventField.ERROR) + ")"
                                    : "");
            case PLATFORM_ABANDONED -> platform + ": did not let go, abandoned";
            case STOP_REQUESTED ->
                    "stopping, within "
                            + event.number(EventField.BUDGET_MS) / 1000
                            + " s (drain, disconnect, finish)";
            case INTAKE_STOPPED -> "takes nothing new";
            case DRAIN_FINISHED ->
                    event.flag(EventField.COMPLETE)
                            ? "messages in flight finished"
                            : "messages in flight kept for the next start";
            case PLATFORMS_DISCONNECTED -> "platforms let go";
            case STATE_CHANGED -> "gateway " + event.text(EventField.STATE);
            case RELOAD_STARTED -> "reads its config again";
            case WATCHDOG_FIRED -> "past its budget: the watchdog ends it";
            default -> null;
        };
    }
}

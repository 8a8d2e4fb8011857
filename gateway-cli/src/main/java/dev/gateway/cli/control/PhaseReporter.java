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
 * Follows the lifecycle trail of a home and tells each phase of the processes that matter, with the
 * time since the command began. Not thread-safe.
 */
final class PhaseReporter implements AutoCloseable {

    private final EventFileReader tail;
    private final ProgressDisplay display;
    private final long began = System.nanoTime();
    private final Map<Long, List<RecordedEvent>> seen = new HashMap<>();

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
        for (RecordedEvent event : tail.poll()) {
            long pid = event.pid();
            seen.computeIfAbsent(pid, key -> new ArrayList<>()).add(event);
            if (wanted.test(pid)) {
                describe(event).ifPresent(this::print);
            }
        }
    }

    /** The platforms of {@code pid} that are being disconnected and have not let go yet. */
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

    /** Prints a sentence with the elapsed time. */
    void print(String text) {
        display.line(String.format(Locale.ROOT, "%7.2fs  %s", elapsed().toMillis() / 1000.0, text));
    }

    Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - began);
    }

    /** The last event of that kind of a process, among those polled so far. */
    Optional<RecordedEvent> last(long pid, EventType type) {
        return seen.getOrDefault(pid, List.of()).stream()
                .filter(event -> event.is(type))
                .reduce((first, second) -> second);
    }

    /** Whether a process has reached a state of the gateway, among those polled so far. */
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

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
import java.util.HashSet;
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
    private final PhaseText texts = new PhaseText();
    private final List<RecordedEvent> seen = new ArrayList<>();
    private final Map<Long, Map<String, RecordedEvent>> last = new HashMap<>();
    private final Map<Long, Set<String>> states = new HashMap<>();
    private final Map<Long, Set<String>> disconnecting = new HashMap<>();

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
            note(event);
            Optional<String> text = texts.of(event); // Also of others: what they do explains more.
            if (wanted.test(pid)) {
                text.ifPresent(this::print);
            }
        }
    }

    private void note(RecordedEvent event) {
        long pid = event.pid();
        seen.add(event);
        last.computeIfAbsent(pid, key -> new HashMap<>()).put(event.name(), event);
        if (event.is(EventType.STATE_CHANGED)) {
            states.computeIfAbsent(pid, key -> new HashSet<>()).add(event.text(EventField.STATE));
        } else if (event.is(EventType.PLATFORM_STATE_CHANGED)) {
            Set<String> busy = disconnecting.computeIfAbsent(pid, key -> new TreeSet<>());
            String platform = event.text(EventField.PLATFORM);
            if (event.text(EventField.STATE).equals(PlatformState.DISCONNECTING.wireName())) {
                busy.add(platform);
            } else {
                busy.remove(platform);
            }
        }
    }

    /** Returns the platforms of {@code pid} whose disconnect has begun and not ended. */
    Set<String> disconnecting(long pid) {
        return disconnecting.getOrDefault(pid, Set.of());
    }

    /** Prints a line with the elapsed time. */
    void print(String text) {
        display.line(String.format(Locale.ROOT, "%7.2fs  %s", elapsed().toMillis() / 1000.0, text));
    }

    Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - began);
    }

    /** Returns the events polled so far, of all processes, in the order of the file. */
    List<RecordedEvent> events() {
        return List.copyOf(seen);
    }

    /** Returns the last event of a type of a process, among those polled so far. */
    Optional<RecordedEvent> last(long pid, EventType type) {
        return Optional.ofNullable(last.getOrDefault(pid, Map.of()).get(type.wireName()));
    }

    /** Returns whether a process has entered a gateway state, by the events polled so far. */
    boolean reached(long pid, GatewayState state) {
        return states.getOrDefault(pid, Set.of()).contains(state.wireName());
    }
}

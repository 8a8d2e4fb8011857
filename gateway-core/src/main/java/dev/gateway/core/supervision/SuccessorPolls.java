package dev.gateway.core.supervision;

import dev.gateway.core.event.EventField;
import dev.gateway.core.event.EventFileReader;
import dev.gateway.core.event.EventType;
import dev.gateway.core.platform.PlatformState;
import java.nio.file.Path;
import java.util.List;

/**
 * The platforms that have answered a successor, from the trail that both processes write. Used by
 * one thread.
 */
public final class SuccessorPolls {

    private static final String CONNECTED = PlatformState.CONNECTED.wireName();

    private final EventFileReader trail;
    private final long self;

    /**
     * Creates a reader of what follows from now on.
     *
     * @param trail the file of the home's events
     * @param self the PID of this process as its own events tell it
     */
    public SuccessorPolls(Path trail, long self) {
        this.trail = EventFileReader.fromEnd(trail, EventField.STATE, CONNECTED);
        this.self = self;
    }

    /** Returns the names of the platforms that answered since the last call. */
    List<String> answered() {
        return trail.readAll().stream()
                .filter(event -> event.is(EventType.PLATFORM_STATE_CHANGED))
                .filter(
                        event ->
                                event.pid() != self
                                        && event.text(EventField.STATE).equals(CONNECTED))
                .map(event -> event.text(EventField.PLATFORM))
                .toList();
    }
}

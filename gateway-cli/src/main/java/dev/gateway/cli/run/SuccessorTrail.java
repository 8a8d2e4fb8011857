package dev.gateway.cli.run;

import dev.gateway.core.event.EventField;
import dev.gateway.core.event.EventFileReader;
import dev.gateway.core.event.EventType;
import dev.gateway.core.event.RecordedEvent;
import java.nio.file.Path;

/** The events of a successor from its launch until it stands by. Used by one thread. */
final class SuccessorTrail {

    private final EventFileReader events;
    private boolean standsBy;
    private String error = "";

    /** Creates a trail that begins now, before the launch. */
    SuccessorTrail(Path file) {
        this.events = EventFileReader.fromEnd(file);
    }

    /** Reads what the process {@code pid} has written since the last time. */
    void poll(long pid) {
        for (RecordedEvent event : events.poll()) {
            if (event.pid() == pid && event.is(EventType.STANDBY)) {
                standsBy = true;
            } else if (event.pid() == pid && event.is(EventType.START_FAILED)) {
                error = event.text(EventField.ERROR);
            }
        }
    }

    boolean standsBy() {
        return standsBy;
    }

    /** Returns the reason of its end, with a colon before it; empty if it gave none. */
    String error() {
        return error.isEmpty() ? "" : ": " + error;
    }
}

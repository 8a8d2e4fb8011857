package dev.gateway.core.journal.sqlite;

import dev.gateway.core.event.EventStream;
import dev.gateway.core.event.EventType;
import dev.gateway.core.event.LifecycleEvent;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A recorder of the events of a stream. */
public final class EventRecorder {

    private final List<LifecycleEvent> seen = new CopyOnWriteArrayList<>();
    private final EventStream stream = new EventStream(Clock.systemUTC(), 1);

    /** Starts recording. */
    public EventRecorder() {
        stream.add(seen::add);
    }

    /** Returns the stream to publish to. */
    public EventStream stream() {
        return stream;
    }

    /** Returns the events of one type so far. */
    public List<LifecycleEvent> of(EventType type) {
        return seen.stream().filter(event -> event.type() == type).toList();
    }

    /** Returns all events so far. */
    public List<LifecycleEvent> all() {
        return List.copyOf(seen);
    }
}

package dev.gateway.core.event;

import java.time.Clock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stream of one gateway's lifecycle events: the gateway publishes them, listeners receive them.
 * Thread-safe. A listener that throws is logged and skipped: an observer must never change what
 * happens.
 */
public final class EventStream {

    private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);

    private final Clock clock;
    private final long pid;
    private final List<LifecycleListener> listeners = new CopyOnWriteArrayList<>();

    /** Creates a stream for the events of process {@code pid}, without listeners. */
    public EventStream(Clock clock, long pid) {
        this.clock = clock;
        this.pid = pid;
    }

    /** Adds a listener for all later events. */
    public void add(LifecycleListener listener) {
        listeners.add(listener);
    }

    /** Removes a listener. */
    public void remove(LifecycleListener listener) {
        listeners.remove(listener);
    }

    /** Publishes an event of a type that has no fields. */
    public void publish(EventType type) {
        publish(EventDetails.of(type));
    }

    /** Publishes an event with the time of now. */
    public void publish(EventDetails details) {
        EventType type = details.type();
        var event =
                new LifecycleEvent(clock.instant(), System.nanoTime(), pid, type, details.fields());
        for (LifecycleListener listener : listeners) {
            try {
                listener.on(event);
            } catch (RuntimeException | Error e) {
                LOG.warn("A listener failed at {}", type.wireName(), e);
            }
        }
    }
}

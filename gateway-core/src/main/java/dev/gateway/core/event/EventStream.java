package dev.gateway.core.event;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the steps of one gateway are published and seen. Thread-safe. A listener that throws is
 * logged and skipped: seeing must never change what happens.
 */
public final class EventStream {

    private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);

    private final Clock clock;
    private final long pid;
    private final List<LifecycleListener> listeners = new CopyOnWriteArrayList<>();

    /** A stream for the events of process {@code pid}, without listeners yet. */
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

    /**
     * Publishes a step. {@code fields} alternates names and values; null values are left out.
     *
     * @throws IllegalArgumentException if a name has no value
     */
    public void publish(EventType type, Object... fields) {
        if (fields.length % 2 != 0) {
            throw new IllegalArgumentException("a field of " + type + " has no value");
        }
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < fields.length; i += 2) {
            if (fields[i + 1] != null) {
                map.put((String) fields[i], fields[i + 1]);
            }
        }
        var event = new LifecycleEvent(clock.instant(), System.nanoTime(), pid, type, map);
        for (LifecycleListener listener : listeners) {
            try {
                listener.on(event);
            } catch (RuntimeException | Error e) {
                LOG.warn("A listener failed at {}", type.wireName(), e);
            }
        }
    }
}

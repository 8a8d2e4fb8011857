package dev.gateway.core.event;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A published event of a gateway's lifecycle.
 *
 * @param at wall-clock time, for people
 * @param monoNanos {@link System#nanoTime()}: CLOCK_MONOTONIC on Linux, so it puts the events of
 *     several processes of one machine in order
 * @param pid the process of the gateway
 * @param type the type, which says what happened
 * @param fields the details by their wire names; values are text, numbers or booleans, never a
 *     secret
 */
public record LifecycleEvent(
        Instant at, long monoNanos, long pid, EventType type, Map<String, Object> fields) {

    /** Copies the fields, keeping their order. */
    public LifecycleEvent {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    /** Returns whether the event has a value for {@code field}. */
    public boolean has(EventField field) {
        return fields.containsKey(field.wireName());
    }

    /** Returns the value of {@code field} as text; empty text if there is none. */
    public String text(EventField field) {
        return String.valueOf(fields.getOrDefault(field.wireName(), ""));
    }

    /** Returns the value of {@code field} as a number; 0 if there is none. */
    public long number(EventField field) {
        return fields.get(field.wireName()) instanceof Number number ? number.longValue() : 0;
    }
}

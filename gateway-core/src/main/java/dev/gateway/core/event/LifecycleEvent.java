package dev.gateway.core.event;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One step that happened.
 *
 * @param at wall-clock time, for people
 * @param monoNanos {@link System#nanoTime()}: CLOCK_MONOTONIC on Linux, so the events of several
 *     processes of one machine can be put in order by it
 * @param pid the process it happened in
 * @param type what happened
 * @param fields details; values are text, numbers or booleans, never a secret
 */
public record LifecycleEvent(
        Instant at, long monoNanos, long pid, EventType type, Map<String, Object> fields) {

    /** Copies the fields, keeping their order. */
    public LifecycleEvent {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }
}

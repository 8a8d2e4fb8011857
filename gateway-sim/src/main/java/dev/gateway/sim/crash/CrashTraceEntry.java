package dev.gateway.sim.crash;

import dev.gateway.core.event.EventField;
import dev.gateway.core.event.EventType;
import dev.gateway.core.event.LifecycleEvent;

/**
 * An event as the listener saw it.
 *
 * @param pid in which process
 * @param number which one it was, as the plan counts; 0 before it begins to
 * @param type what happened
 * @param platform on which platform; empty if on none
 * @param id to which message or answer; empty if to none
 * @param action what was done at it; {@link CrashAction#WATCH} for nothing
 */
public record CrashTraceEntry(
        long pid, int number, EventType type, String platform, String id, CrashAction action) {

    private static final String SEPARATOR = "\t";
    private static final int PARTS = 6;

    static CrashTraceEntry of(LifecycleEvent event, int number, CrashAction action) {
        return new CrashTraceEntry(
                event.pid(),
                number,
                event.type(),
                event.text(EventField.PLATFORM),
                event.text(EventField.ID),
                action);
    }

    /** Whether anything was done to the process. */
    public boolean wasInjected() {
        return action != CrashAction.WATCH;
    }

    String line() {
        return String.join(
                SEPARATOR,
                Long.toString(pid),
                Integer.toString(number),
                type.name(),
                platform,
                id,
                action.name());
    }

    static CrashTraceEntry parse(String line) {
        String[] parts = line.split(SEPARATOR, -1);
        if (parts.length != PARTS) {
            throw new IllegalArgumentException("no step: " + line);
        }
        return new CrashTraceEntry(
                Long.parseLong(parts[0]),
                Integer.parseInt(parts[1]),
                EventType.valueOf(parts[2]),
                parts[3],
                parts[4],
                CrashAction.valueOf(parts[5]));
    }
}

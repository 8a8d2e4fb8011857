package dev.gateway.sim.crash;

import dev.gateway.core.event.EventField;
import dev.gateway.core.event.EventType;
import dev.gateway.core.event.LifecycleEvent;

/**
 * An event as the listener recorded it.
 *
 * @param pid the PID of the process
 * @param number the number of the event, as the plan counts; 0 before the first that counts
 * @param type the type of the event
 * @param platform the platform; empty if there is none
 * @param id the message or answer; empty if there is none
 * @param action the action taken at it; {@link CrashAction#WATCH} for none
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

    /** Returns whether the process was killed or frozen at this event. */
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

package dev.gateway.sim.crash;

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
 * @param deed what was done at it; {@link Deed#WATCH} for nothing
 */
public record CrashStep(
        long pid, int number, EventType type, String platform, String id, Deed deed) {

    private static final String SEPARATOR = "\t";
    private static final int PARTS = 6;

    static CrashStep of(LifecycleEvent event, int number, Deed deed) {
        return new CrashStep(
                event.pid(),
                number,
                event.type(),
                event.fields().getOrDefault("platform", "").toString(),
                event.fields().getOrDefault("id", "").toString(),
                deed);
    }

    /** Whether anything was done to the process. */
    public boolean struck() {
        return deed != Deed.WATCH;
    }

    String line() {
        return String.join(
                SEPARATOR,
                Long.toString(pid),
                Integer.toString(number),
                type.name(),
                platform,
                id,
                deed.name());
    }

    static CrashStep parse(String line) {
        String[] parts = line.split(SEPARATOR, -1);
        if (parts.length != PARTS) {
            throw new IllegalArgumentException("no step: " + line);
        }
        return new CrashStep(
                Long.parseLong(parts[0]),
                Integer.parseInt(parts[1]),
                EventType.valueOf(parts[2]),
                parts[3],
                parts[4],
                Deed.valueOf(parts[5]));
    }
}

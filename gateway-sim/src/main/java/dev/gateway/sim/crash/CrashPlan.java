package dev.gateway.sim.crash;

import dev.gateway.core.event.EventType;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * What is to happen to a process at which of its events.
 *
 * @param action what
 * @param number at which event, counted from 1; each process meets it once at most
 * @param from the first event that counts, be it the first of its life or the first of a type
 * @param frozen for how long a {@link CrashAction#FREEZE} lasts
 */
public record CrashPlan(CrashAction action, int number, Optional<EventType> from, Duration frozen) {

    private static final int PARTS = 4;

    /** Nothing happens. */
    public static CrashPlan watch() {
        return new CrashPlan(CrashAction.WATCH, 0, Optional.empty(), Duration.ZERO);
    }

    /** SIGKILL at the event of this number. */
    public static CrashPlan killAt(int number) {
        return new CrashPlan(CrashAction.KILL, number, Optional.empty(), Duration.ZERO);
    }

    /** SIGSTOP at the event of this number, for that long. */
    public static CrashPlan freezeAt(int number, Duration frozen) {
        return new CrashPlan(CrashAction.FREEZE, number, Optional.empty(), frozen);
    }

    /** The same, counted from the first event of this type, which is number 1. */
    public CrashPlan from(EventType type) {
        return new CrashPlan(action, number, Optional.of(type), frozen);
    }

    /** As one word for an environment variable. */
    String text() {
        return "%s:%d:%s:%d"
                .formatted(action, number, from.map(EventType::name).orElse(""), frozen.toMillis());
    }

    /**
     * Reads what {@link #text} writes.
     *
     * @throws IllegalArgumentException if it is nothing of the kind
     */
    static CrashPlan parse(String text) {
        String[] parts = text.split(":", -1);
        if (parts.length != PARTS) {
            throw new IllegalArgumentException("no crash plan: " + text);
        }
        return new CrashPlan(
                CrashAction.valueOf(parts[0]),
                Integer.parseInt(parts[1]),
                parts[2].isEmpty() ? Optional.empty() : Optional.of(EventType.valueOf(parts[2])),
                Duration.ofMillis(Long.parseLong(parts[3])));
    }

    @Override
    public String toString() {
        return action.name().toLowerCase(Locale.ROOT)
                + " at event "
                + number
                + from.map(type -> " from " + type.wireName()).orElse("");
    }
}

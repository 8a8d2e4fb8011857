package dev.gateway.sim.crash;

import dev.gateway.core.event.EventType;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * The action to take on a process at one of its events.
 *
 * @param action the action
 * @param number the number of the event, counted from 1; each process meets it at most once
 * @param from the type of the first event that counts; empty for the very first
 * @param frozen the duration of a {@link CrashAction#FREEZE}
 */
public record CrashPlan(CrashAction action, int number, Optional<EventType> from, Duration frozen) {

    private static final int PARTS = 4;

    /** Returns a plan without any action. */
    public static CrashPlan watch() {
        return new CrashPlan(CrashAction.WATCH, 0, Optional.empty(), Duration.ZERO);
    }

    /** Returns a plan for SIGKILL at the event of this number. */
    public static CrashPlan killAt(int number) {
        return new CrashPlan(CrashAction.KILL, number, Optional.empty(), Duration.ZERO);
    }

    /** Returns a plan for SIGSTOP of this duration at the event of this number. */
    public static CrashPlan freezeAt(int number, Duration frozen) {
        return new CrashPlan(CrashAction.FREEZE, number, Optional.empty(), frozen);
    }

    /** Returns the same plan, counted from the first event of this type, which is number 1. */
    public CrashPlan from(EventType type) {
        return new CrashPlan(action, number, Optional.of(type), frozen);
    }

    /** Returns the plan as one line of text. */
    String text() {
        return "%s:%d:%s:%d"
                .formatted(action, number, from.map(EventType::name).orElse(""), frozen.toMillis());
    }

    /**
     * Parses the output of {@link #text}.
     *
     * @throws IllegalArgumentException if the text is not a plan
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

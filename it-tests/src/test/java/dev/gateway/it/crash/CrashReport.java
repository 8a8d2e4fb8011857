package dev.gateway.it.crash;

import dev.gateway.core.event.EventType;
import dev.gateway.sim.crash.CrashAction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/**
 * The report of one enumeration.
 *
 * @param scenario the name of the scenario
 * @param action the action that was injected
 * @param points the type of the event of each injection
 * @param expected the types that had to be among them
 * @param result the outcome
 * @param took the duration
 */
record CrashReport(
        String scenario,
        CrashAction action,
        List<EventType> points,
        Set<EventType> expected,
        CrashTestResult result,
        Duration took) {

    /** Copies the lists. */
    public CrashReport {
        points = List.copyOf(points);
        expected = Set.copyOf(expected);
    }

    /** Returns the expected types at which nothing was injected. */
    public List<EventType> missed() {
        return expected.stream().filter(type -> !points.contains(type)).sorted().toList();
    }

    /** Returns a report of both enumerations. */
    public CrashReport and(CrashReport other) {
        List<EventType> all = new ArrayList<>(points);
        all.addAll(other.points);
        return new CrashReport(
                scenario,
                action,
                all,
                expected,
                result.and(other.result),
                took.compareTo(other.took) > 0 ? took : other.took);
    }

    @Override
    public String toString() {
        var counts = new TreeMap<EventType, Integer>();
        points.forEach(type -> counts.merge(type, 1, Integer::sum));
        List<String> words = new ArrayList<>();
        counts.forEach((type, count) -> words.add(type.wireName() + " " + count));
        return "%s: %s at %d points in %d ms; %d messages, none lost, %d answered twice; %s"
                .formatted(
                        scenario,
                        action == CrashAction.KILL ? "killed" : "frozen",
                        points.size(),
                        took.toMillis(),
                        result.messages(),
                        result.duplicates(),
                        String.join(", ", words));
    }
}

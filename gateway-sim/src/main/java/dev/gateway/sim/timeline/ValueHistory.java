package dev.gateway.sim.timeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** A value over time, with the time of each change. For one thread. */
final class ValueHistory<T> {

    private final List<Change<T>> changes = new ArrayList<>();

    /** Records the value at this moment. */
    void record(long nanos, Optional<T> value) {
        Optional<T> last =
                changes.isEmpty() ? Optional.empty() : changes.get(changes.size() - 1).value();
        if (changes.isEmpty() || !Objects.equals(last, value)) {
            changes.add(new Change<>(nanos, value));
        }
    }

    /** Returns the intervals in which there was a value, each up to the next change. */
    List<Interval<T>> intervals(long end) {
        List<Interval<T>> intervals = new ArrayList<>();
        for (int i = 0; i < changes.size(); i++) {
            long from = changes.get(i).nanos();
            long to = i + 1 < changes.size() ? changes.get(i + 1).nanos() : end;
            changes.get(i)
                    .value()
                    .ifPresent(value -> intervals.add(new Interval<>(from, to, value)));
        }
        return intervals;
    }

    record Change<T>(long nanos, Optional<T> value) {}

    record Interval<T>(long from, long to, T value) {}
}

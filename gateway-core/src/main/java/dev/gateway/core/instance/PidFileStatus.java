package dev.gateway.core.instance;

/** What the PID file turns out to be worth. */
public sealed interface PidFileStatus {

    /** There is none. */
    record Absent() implements PidFileStatus {}

    /** It names a live gateway. */
    record Live(PidRecord record) implements PidFileStatus {}

    /** It names a process that is not a live gateway. */
    record Stale(PidRecord record, StaleReason reason) implements PidFileStatus {}

    /** It names nobody; {@code damage} says what it is instead. */
    record Corrupt(String damage) implements PidFileStatus {}

    /** The word in JSON: absent, live or stale. */
    default String wireName() {
        if (this instanceof Absent) {
            return "absent";
        }
        return this instanceof Live ? "live" : "stale";
    }

    /** The reason in JSON, or null if it is not stale. */
    default String staleReason() {
        if (this instanceof Stale stale) {
            return stale.reason().wireName();
        }
        return this instanceof Corrupt ? StaleReason.CORRUPT.wireName() : null;
    }

    /** What an operator is told when a start recovers from it; only for stale and corrupt ones. */
    default String recoveryMessage() {
        if (this instanceof Stale stale) {
            return "Stale PID file: process %d is %s. Recovered."
                    .formatted(stale.record().pid(), stale.reason().words());
        }
        if (this instanceof Corrupt corrupt) {
            return "Stale PID file: it is %s. Recovered.".formatted(corrupt.damage());
        }
        throw new IllegalStateException("nothing to recover from: " + wireName());
    }
}

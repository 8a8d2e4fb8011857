package dev.gateway.core.instance;

/** The classification of a PID file. */
public sealed interface PidFileStatus {

    /** The file is missing. */
    record Absent() implements PidFileStatus {}

    /** The file names a live gateway. */
    record Live(PidRecord record) implements PidFileStatus {}

    /** The file names a process that is not a live gateway. */
    record Stale(PidRecord record, StaleReason reason) implements PidFileStatus {}

    /** The file names no process; {@code damage} describes its content. */
    record Corrupt(String damage) implements PidFileStatus {}

    /** Returns the word in JSON: absent, live or stale. */
    default String wireName() {
        if (this instanceof Absent) {
            return "absent";
        }
        return this instanceof Live ? "live" : "stale";
    }

    /** Returns the reason in JSON, or null if the file is not stale. */
    default String staleReason() {
        if (this instanceof Stale stale) {
            return stale.reason().wireName();
        }
        return this instanceof Corrupt ? StaleReason.CORRUPT.wireName() : null;
    }

    /**
     * Returns the operator's message for a start that recovers from the file; only for stale and
     * corrupt ones.
     */
    default String recoveryMessage() {
        if (this instanceof Stale stale) {
            return "Stale PID file: process %d is %s. Recovered."
                    .formatted(stale.record().pid(), stale.reason().description());
        }
        if (this instanceof Corrupt corrupt) {
            return "Stale PID file: it is %s. Recovered.".formatted(corrupt.damage());
        }
        throw new IllegalStateException("nothing to recover from: " + wireName());
    }
}

package dev.gateway.core.instance;

import java.util.Optional;

/** The kernel's answer about a lock, seen by a process that does not hold it. */
public sealed interface LockStatus {

    /** The four cases, for exhaustive switches. */
    enum State {
        /** No process holds it: a gateway can start. */
        FREE,
        /** A gateway holds it. */
        HELD,
        /** Another program has an incompatible lock: no gateway runs, and none can start. */
        BLOCKED,
        /** The kernel could not be asked; none of the other cases may be assumed. */
        UNKNOWN
    }

    /** No process holds it. */
    record Free() implements LockStatus {}

    /**
     * The process {@code pid} is proven to hold it; the number is valid in the reader's PID
     * namespace.
     */
    record HeldBy(long pid) implements LockStatus {}

    /**
     * Held by a process that cannot be identified: another PID namespace, another user's process,
     * or a system without /proc.
     */
    record HeldUnseen() implements LockStatus {}

    /**
     * Another program has a shared lock on the file, or a lock on a part of it.
     *
     * @param pid of that program, if it can be proven
     */
    record Blocked(Optional<Long> pid) implements LockStatus {}

    /**
     * The kernel could not be asked.
     *
     * @param reason for the operator, with the file
     * @param denied whether another user could ask
     */
    record Unknown(String reason, boolean denied) implements LockStatus {}

    /** Returns the case. */
    default State state() {
        if (this instanceof Free) {
            return State.FREE;
        }
        if (this instanceof Blocked) {
            return State.BLOCKED;
        }
        return this instanceof Unknown ? State.UNKNOWN : State.HELD;
    }

    /** Returns whether a gateway certainly holds it; false also if that is unknown. */
    default boolean isHeld() {
        return state() == State.HELD;
    }

    /** Returns whether {@code pid} is proven to hold it. */
    default boolean isHeldBy(long pid) {
        return this instanceof HeldBy held && held.pid() == pid;
    }
}

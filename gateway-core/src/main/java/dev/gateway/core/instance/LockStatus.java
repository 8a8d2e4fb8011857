package dev.gateway.core.instance;

import java.util.Optional;

/** What the kernel says of a lock, seen by a process that does not hold it. */
public sealed interface LockStatus {

    /** What follows from it; a switch over it has to cover all four. */
    enum Verdict {
        /** No process holds it: a gateway can start. */
        FREE,
        /** A gateway holds it. */
        HELD,
        /** Another program has a lock that no gateway takes: none runs, and none can start. */
        BLOCKED,
        /** The kernel could not be asked; neither of the others may be assumed. */
        UNKNOWN
    }

    /** No process holds it. */
    record Free() implements LockStatus {}

    /** This process is proven to hold it; the number counts in the reader's PID namespace. */
    record HeldBy(long pid) implements LockStatus {}

    /**
     * Held, but by which process cannot be proven: another PID namespace, another user's process,
     * or a system without /proc.
     */
    record HeldUnseen() implements LockStatus {}

    /**
     * Another program has a shared lock on the file, or one on a part of it.
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

    /** Returns what follows from it. */
    default Verdict verdict() {
        if (this instanceof Free) {
            return Verdict.FREE;
        }
        if (this instanceof Blocked) {
            return Verdict.BLOCKED;
        }
        return this instanceof Unknown ? Verdict.UNKNOWN : Verdict.HELD;
    }

    /** Returns whether a gateway certainly holds it; false also if that cannot be told. */
    default boolean isHeld() {
        return verdict() == Verdict.HELD;
    }

    /** Returns whether {@code pid} is proven to hold it. */
    default boolean isHeldBy(long pid) {
        return this instanceof HeldBy held && held.pid() == pid;
    }
}

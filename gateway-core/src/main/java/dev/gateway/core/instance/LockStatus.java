package dev.gateway.core.instance;

/** What the kernel says of a lock, seen by a process that does not hold it. */
public sealed interface LockStatus {

    /** Nobody holds it. */
    record Free() implements LockStatus {}

    /** This process holds it, in the reader's PID namespace. */
    record HeldBy(long pid) implements LockStatus {}

    /**
     * Held, but the kernel does not say by whom: another PID namespace, or a system without /proc.
     */
    record HeldUnseen() implements LockStatus {}

    /** Whether anybody holds it. */
    default boolean isHeld() {
        return !(this instanceof Free);
    }

    /** Whether {@code pid} is known to hold it. */
    default boolean isHeldBy(long pid) {
        return this instanceof HeldBy held && held.pid() == pid;
    }
}

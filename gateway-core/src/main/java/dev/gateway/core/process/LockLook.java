package dev.gateway.core.process;

/** What the kernel answers when the lock on a file is tried from outside. */
public sealed interface LockLook {

    /** No process holds it. */
    record Free() implements LockLook {}

    /** A process holds it exclusively, as a gateway does. */
    record Exclusive() implements LockLook {}

    /** Processes hold it shared, as no gateway does; an exclusive lock is refused. */
    record Shared() implements LockLook {}

    /**
     * The kernel could not be asked.
     *
     * @param reason for the operator
     * @param denied whether it is a matter of permissions
     */
    record Unknown(String reason, boolean denied) implements LockLook {}
}

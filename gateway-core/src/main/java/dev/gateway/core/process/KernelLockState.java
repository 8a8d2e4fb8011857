package dev.gateway.core.process;

/** The kernel's answer to an attempt to lock a file that another process may hold. */
public sealed interface KernelLockState {

    /** No process holds it. */
    record Free() implements KernelLockState {}

    /** A process holds it exclusively, as a gateway does. */
    record Exclusive() implements KernelLockState {}

    /** Processes hold it shared, as no gateway does; an exclusive lock is refused. */
    record Shared() implements KernelLockState {}

    /**
     * The kernel could not be asked.
     *
     * @param reason for the operator
     * @param denied whether it is a matter of permissions
     */
    record Unknown(String reason, boolean denied) implements KernelLockState {}
}

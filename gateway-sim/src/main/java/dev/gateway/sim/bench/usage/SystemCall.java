package dev.gateway.sim.bench.usage;

/** What {@code perf} counts of a process. */
public enum SystemCall {
    FUTEX("syscalls:sys_enter_futex"),
    FSYNC("syscalls:sys_enter_fsync"),
    FDATASYNC("syscalls:sys_enter_fdatasync"),
    PWRITE("syscalls:sys_enter_pwrite64"),
    /** No call, but counted with the others: a thread gave the processor to another one. */
    CONTEXT_SWITCH("context-switches");

    private final String event;

    SystemCall(String event) {
        this.event = event;
    }

    String event() {
        return event;
    }
}

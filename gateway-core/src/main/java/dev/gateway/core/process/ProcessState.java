package dev.gateway.core.process;

/** What the kernel says of a process. */
public enum ProcessState {
    /** It runs or sleeps. */
    RUNNING,
    /** Stopped by a signal or a debugger: alive, and it keeps its locks. */
    STOPPED,
    /** Dead, but its parent has not collected it yet; it holds nothing any more. */
    ZOMBIE,
    /** There is no such process. */
    GONE;

    /** Whether it can still do anything. */
    public boolean isAlive() {
        return this == RUNNING || this == STOPPED;
    }
}

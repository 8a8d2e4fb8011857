package dev.gateway.core.process;

/** The state of a process in the kernel. */
public enum ProcessState {
    /** The process runs or sleeps. */
    RUNNING,
    /** The process was stopped by a signal or a debugger: it is alive and keeps its locks. */
    STOPPED,
    /** The process is dead and holds nothing, but its parent has not collected it yet. */
    ZOMBIE,
    /** There is no such process. */
    GONE;

    /** Returns whether the process can still act. */
    public boolean isAlive() {
        return this == RUNNING || this == STOPPED;
    }
}

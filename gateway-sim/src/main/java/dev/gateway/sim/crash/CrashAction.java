package dev.gateway.sim.crash;

/** What happens to the process. */
public enum CrashAction {
    /** Nothing: its steps are written down. */
    WATCH,
    /** SIGKILL. */
    KILL,
    /** SIGSTOP, and SIGCONT a while later. */
    FREEZE
}

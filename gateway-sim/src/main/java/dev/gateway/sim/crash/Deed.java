package dev.gateway.sim.crash;

/** What happens to the process. */
public enum Deed {
    /** Nothing: its steps are written down. */
    WATCH,
    /** SIGKILL. */
    KILL,
    /** SIGSTOP, and SIGCONT a while later. */
    FREEZE
}

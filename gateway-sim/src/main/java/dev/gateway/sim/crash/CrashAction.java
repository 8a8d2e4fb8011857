package dev.gateway.sim.crash;

/** The effect of a plan on a process. */
public enum CrashAction {
    /** The process is left alone: its events are recorded. */
    WATCH,
    /** The process is killed by SIGKILL. */
    KILL,
    /** The process is stopped by SIGSTOP, and resumed by SIGCONT a while later. */
    FREEZE
}

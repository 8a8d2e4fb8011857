package dev.gateway.sim.process;

/** The signals that scenarios send. */
public enum Signal {
    /** Please stop. */
    TERM,
    /** Ctrl-C. */
    INT,
    /** The terminal went away. */
    HUP,
    /** A JVM prints its threads and goes on. */
    QUIT,
    /** No way to refuse. */
    KILL,
    /** Freezes the process, which keeps all that it holds. */
    STOP,
    /** Ends the freezing. */
    CONT
}

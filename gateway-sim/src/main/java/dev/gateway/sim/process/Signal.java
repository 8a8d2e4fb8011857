package dev.gateway.sim.process;

/** The signals that scenarios send. */
public enum Signal {
    /** Asks the process to stop. */
    TERM,
    /** Sent by Ctrl-C. */
    INT,
    /** Sent when the terminal closes. */
    HUP,
    /** Makes a JVM print its threads and go on. */
    QUIT,
    /** Ends the process, which cannot refuse. */
    KILL,
    /** Freezes the process, which keeps all that it holds. */
    STOP,
    /** Resumes a frozen process. */
    CONT
}

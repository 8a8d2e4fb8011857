package dev.gateway.core.control;

/** The reaction of a start when another instance holds the home. */
public enum ConflictPolicy {
    /** Exits with code 75. */
    FAIL,
    /** Stands by, completely loaded, and takes over when the other instance ends. */
    WAIT,
    /** Asks the other instance to stop and takes over. */
    REPLACE
}

package dev.gateway.core.control;

/** What a start does when another instance holds the home. */
public enum ConflictPolicy {
    /** Ends with exit code 75. */
    FAIL,
    /** Stands by, completely loaded, and takes over when the other one ends. */
    WAIT,
    /** Asks the other one to stop and takes over. */
    REPLACE
}

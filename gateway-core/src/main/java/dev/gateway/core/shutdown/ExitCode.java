package dev.gateway.core.shutdown;

/**
 * The exit codes of a gateway, by which service managers decide about a restart. Numbers above 63
 * are those of sysexits(3).
 */
public enum ExitCode {
    /** Stopped on request. */
    OK(0),
    /** Wrong usage: a restart changes nothing. */
    USAGE(64),
    /** An internal error, or a shutdown that the watchdog had to end: restart. */
    INTERNAL(70),
    /** A file or folder could not be created: restart. */
    CANNOT_CREATE(73),
    /** A passing reason: restart, without limit. */
    TRY_AGAIN(75),
    /** No permission: a restart changes nothing. */
    NO_PERMISSION(77),
    /** A problem that only the operator can fix: a restart changes nothing. */
    CONFIG(78);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    /** Returns the exit code of the process. */
    public int number() {
        return number;
    }
}

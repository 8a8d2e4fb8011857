package dev.gateway.core.shutdown;

/** How a gateway ends; supervisors decide by it. Numbers above 63 are those of sysexits(3). */
public enum ExitCode {
    /** Stopped on request. */
    OK(0),
    /** Wrong usage: starting again changes nothing. */
    USAGE(64),
    /** An error of ours, or a shutdown that the watchdog had to end: start again. */
    INTERNAL(70),
    /** A file or folder could not be made: start again. */
    CANNOT_CREATE(73),
    /** A passing reason: start again, for ever. */
    TRY_AGAIN(75),
    /** No permission: starting again changes nothing. */
    NO_PERMISSION(77),
    /** Only a person can fix it: starting again changes nothing. */
    CONFIG(78);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    /** What the process returns. */
    public int number() {
        return number;
    }
}

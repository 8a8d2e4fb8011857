package dev.gateway.core.shutdown;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The exit codes of a gateway, by which service managers decide about a restart. Numbers above 63
 * are those of sysexits(3).
 */
public enum ExitCode {
    /** Stopped on request. */
    OK(0, Restart.NONE),
    /** Wrong usage: a restart changes nothing. */
    USAGE(64, Restart.PREVENTED),
    /** An internal error, or a shutdown that the watchdog had to end: restart. */
    INTERNAL(70, Restart.NORMAL),
    /** A file or folder could not be created: restart. */
    CANNOT_CREATE(73, Restart.NORMAL),
    /** A passing reason: restart, without limit. */
    TRY_AGAIN(75, Restart.FORCED),
    /** No permission: a restart changes nothing. */
    NO_PERMISSION(77, Restart.PREVENTED),
    /** A problem that only the operator can fix: a restart changes nothing. */
    CONFIG(78, Restart.PREVENTED);

    private final int number;
    private final Restart restart;

    ExitCode(int number, Restart restart) {
        this.number = number;
        this.restart = restart;
    }

    /** Returns the exit code of the process. */
    public int number() {
        return number;
    }

    /** Returns the exit codes with a certain effect on the service manager, separated by blanks. */
    public static String numbersOf(Restart restart) {
        return Arrays.stream(values())
                .filter(code -> code.restart == restart)
                .map(code -> Integer.toString(code.number))
                .collect(Collectors.joining(" "));
    }

    /** The reaction of a service manager to an exit code. */
    public enum Restart {
        /** Ended as intended. */
        NONE,
        /** Restarted as after any failure. */
        NORMAL,
        /** Restarted, and not counted as a failure. */
        FORCED,
        /** Not restarted: an operator is needed. */
        PREVENTED
    }
}

package dev.gateway.core.file;

/**
 * The failure to open a file or a connection because the process has reached its limit of open
 * files. An account needs two: its lock file and its connection.
 */
public final class DescriptorShortage {

    private static final String SAID = "Too many open files";
    private static final String REMEDY =
            "; raise the limit of open files (LimitNOFILE= of the service, ulimit -n) above two for"
                    + " each account";

    private DescriptorShortage() {}

    /** Returns the message of a failure, with the next step if this is its reason. */
    public static String explained(String message) {
        return message != null && message.contains(SAID) ? message + REMEDY : message;
    }
}

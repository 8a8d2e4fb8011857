package dev.gateway.core.message;

/** The cause of a failure as one short line. */
final class FailureSummary {

    private static final int MAX_LENGTH = 300;

    private FailureSummary() {}

    /** Returns the message of an exception that is meant for people. */
    static String of(Exception failure) {
        return line(failure.getMessage() == null ? ofUnexpected(failure) : failure.getMessage());
    }

    /** Returns only the type of an unexpected exception: its message may contain anything. */
    static String ofUnexpected(Throwable failure) {
        return "unexpected " + failure.getClass().getSimpleName() + " (see the log)";
    }

    /**
     * Returns an exception for the log with the stack trace but without the message, which may
     * contain a chat text, or a token in an address.
     */
    static Throwable withoutMessage(Throwable failure) {
        var copy = new Exception(failure.getClass().getName());
        copy.setStackTrace(failure.getStackTrace());
        return copy;
    }

    private static String line(String text) {
        String line = text.replaceAll("\\s+", " ").strip();
        return line.length() <= MAX_LENGTH ? line : line.substring(0, MAX_LENGTH) + "…";
    }
}

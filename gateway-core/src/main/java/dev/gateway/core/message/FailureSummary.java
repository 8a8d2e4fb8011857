package dev.gateway.core.message;

/** Causes as one short line. */
final class FailureSummary {

    private static final int LONGEST = 300;

    private FailureSummary() {}

    /** The words of an exception that is meant for people. */
    static String of(Exception failure) {
        return line(failure.getMessage() == null ? named(failure) : failure.getMessage());
    }

    /** Only the kind of an exception that nobody meant: its words may hold anything. */
    static String named(Throwable failure) {
        return "unexpected " + failure.getClass().getSimpleName() + " (see the log)";
    }

    /**
     * An exception for the log that says where it happened but not its words, which may hold what
     * was said, or a token in an address.
     */
    static Throwable withoutWords(Throwable failure) {
        var copy = new Exception(failure.getClass().getName());
        copy.setStackTrace(failure.getStackTrace());
        return copy;
    }

    private static String line(String text) {
        String line = text.replaceAll("\\s+", " ").strip();
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }
}

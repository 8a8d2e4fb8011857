package dev.gateway.core.journal.codec;

/** One row of the journal has content that this version cannot read; it concerns that row alone. */
public final class UnreadableRowException extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private static final int MAX_REASON = 200;

    public UnreadableRowException(String message) {
        super(message);
    }

    public UnreadableRowException(String message, Throwable cause) {
        super(message, cause);
    }

    /**
     * Returns why a row is unreadable, in one line for operators.
     *
     * @param error this exception, or another one that the content has caused
     */
    public static String reason(RuntimeException error) {
        String words =
                error instanceof UnreadableRowException
                        ? error.getMessage()
                        : error.getClass().getSimpleName() + ": " + error.getMessage();
        String line = words.replaceAll("\\s+", " ").strip();
        String cut = line.length() <= MAX_REASON ? line : line.substring(0, MAX_REASON);
        return "cannot be read: " + cut;
    }
}

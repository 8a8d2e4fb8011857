package dev.gateway.core.time;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * The text form of durations in the config and on the command line: a whole number and one of
 * {@code ms}, {@code s}, {@code m}, {@code h}, for instance {@code 500ms} or {@code 2m}.
 */
public final class DurationFormat {

    /** Examples of durations, for messages. */
    public static final String EXAMPLES = "500ms, 15s, 2m or 1h";

    private static final int MAX_DIGITS = 9;

    private DurationFormat() {}

    /** Returns the duration, never negative; empty if {@code text} is none. */
    public static Optional<Duration> parse(String text) {
        int digits = 0;
        while (digits < text.length() && text.charAt(digits) >= '0' && text.charAt(digits) <= '9') {
            digits++;
        }
        if (digits == 0 || digits > MAX_DIGITS) {
            return Optional.empty();
        }
        long amount = Long.parseLong(text.substring(0, digits));
        return switch (text.substring(digits)) {
            case "ms" -> Optional.of(Duration.ofMillis(amount));
            case "s" -> Optional.of(Duration.ofSeconds(amount));
            case "m" -> Optional.of(Duration.ofMinutes(amount));
            case "h" -> Optional.of(Duration.ofHours(amount));
            default -> Optional.empty();
        };
    }

    /** Returns the shortest text that {@link #parse} reads back exactly, to the millisecond. */
    public static String format(Duration duration) {
        long millis = duration.toMillis();
        if (millis % 1_000 != 0) {
            return millis + "ms";
        }
        long seconds = millis / 1_000;
        if (seconds == 0 || seconds % 60 != 0) {
            return seconds + "s";
        }
        return seconds % 3_600 == 0 ? seconds / 3_600 + "h" : seconds / 60 + "m";
    }

    /**
     * Returns a text for messages: milliseconds below one second, else seconds with one decimal if
     * they are not whole, as {@code 500ms}, {@code 15s} or {@code 1.5s}.
     */
    public static String rounded(Duration duration) {
        long millis = duration.toMillis();
        if (millis < 1_000) {
            return millis + "ms";
        }
        return millis % 1_000 == 0 ? millis / 1_000 + "s" : tenths(duration);
    }

    /** Returns seconds with one decimal, as {@code 20.0s}. */
    public static String tenths(Duration duration) {
        return String.format(Locale.ROOT, "%.1fs", duration.toMillis() / 1_000.0);
    }
}

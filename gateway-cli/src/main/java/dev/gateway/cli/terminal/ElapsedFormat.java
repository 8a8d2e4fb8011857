package dev.gateway.cli.terminal;

import java.time.Duration;
import java.util.Locale;

/** A format for elapsed time: {@code 0.3s}, {@code 18.0s}, {@code 2m05s}. */
public final class ElapsedFormat {

    private ElapsedFormat() {}

    /** Returns the time with tenths of a second below a minute, in seconds or minutes above. */
    public static String text(Duration time) {
        long tenths = time.toMillis() / 100;
        if (tenths < 600) {
            return String.format(Locale.ROOT, "%d.%ds", tenths / 10, tenths % 10);
        }
        long seconds = time.toSeconds();
        if (seconds < 3_600) {
            return String.format(Locale.ROOT, "%dm%02ds", seconds / 60, seconds % 60);
        }
        return String.format(Locale.ROOT, "%dh%02dm", seconds / 3_600, seconds / 60 % 60);
    }
}

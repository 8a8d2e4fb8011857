package dev.gateway.cli.terminal;

import java.time.Duration;
import java.time.Instant;

/** How long ago something was, in one unit: {@code 42 s}, {@code 5 min}, {@code 3 h}. */
public final class AgeFormat {

    private AgeFormat() {}

    /** From {@code then} until {@code now}; 0 s if that is to come. */
    public static String text(Instant then, Instant now) {
        long seconds = Math.max(0, Duration.between(then, now).toSeconds());
        if (seconds < 120) {
            return seconds + " s";
        }
        if (seconds < 7200) {
            return seconds / 60 + " min";
        }
        return seconds < 172_800 ? seconds / 3600 + " h" : seconds / 86_400 + " d";
    }
}

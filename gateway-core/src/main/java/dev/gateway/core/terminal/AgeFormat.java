package dev.gateway.core.terminal;

import java.time.Duration;
import java.time.Instant;

/** A format for the age of an event, in one unit: {@code 42 s}, {@code 5 min}, {@code 3 h}. */
public final class AgeFormat {

    private AgeFormat() {}

    /** Returns the time from {@code then} until {@code now}; 0 s if that is in the future. */
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

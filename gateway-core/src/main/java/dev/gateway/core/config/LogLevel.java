package dev.gateway.core.config;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How much a gateway says in its log: {@code gateway.log_level}. */
public enum LogLevel {
    /** What failed for good. */
    ERROR,
    /** Also what is amiss and tried again. */
    WARN,
    /** Also what happens. */
    INFO,
    /** Also why. */
    DEBUG;

    /** As it is written in the config. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<LogLevel> of(String word) {
        return Arrays.stream(values())
                .filter(level -> level.word().equals(word.toLowerCase(Locale.ROOT)))
                .findFirst();
    }
}

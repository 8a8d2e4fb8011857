package dev.gateway.core.config;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The verbosity of the log: {@code gateway.log_level}. */
public enum LogLevel {
    /** Final failures. */
    ERROR,
    /** Also failures that are retried. */
    WARN,
    /** Also normal events. */
    INFO,
    /** Also the reasons. */
    DEBUG;

    /** Returns the level's name in the config. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<LogLevel> of(String word) {
        return Arrays.stream(values())
                .filter(level -> level.word().equals(word.toLowerCase(Locale.ROOT)))
                .findFirst();
    }
}

package dev.gateway.cli.view;

import dev.gateway.core.config.LogLevel;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** The options that select log entries. */
final class LogFilter {

    @Option(
            names = "--since",
            paramLabel = "TIME",
            converter = InstantConverter.class,
            description = "Only what is newer: 15m, 2h, 08:30, 2026-03-01T08:30:00Z.")
    private Instant since;

    @Option(
            names = "--until",
            paramLabel = "TIME",
            converter = InstantConverter.class,
            description = "Only what is not newer: as --since.")
    private Instant until;

    @Option(
            names = "--level",
            paramLabel = "LEVEL",
            description = "Only what is at least as grave: error, warn, info, debug.")
    private LogLevel level;

    @Option(
            names = "--grep",
            paramLabel = "REGEX",
            description = "Only what this regular expression is found in.")
    private Pattern grep;

    @Option(
            names = "--platform",
            paramLabel = "NAME",
            description = "Only what mentions this account.")
    private String platform;

    /** Returns whether the options limit the time. */
    boolean hasTimes() {
        return since != null || until != null;
    }

    /** Returns whether an entry, with all its lines, is selected. One without a time is not. */
    boolean matches(LogLine entry) {
        Optional<Instant> at = entry.at();
        return at.isPresent()
                && (since == null || !at.get().isBefore(since))
                && (until == null || !at.get().isAfter(until))
                && (level == null || isSevereEnough(entry.level()))
                && (platform == null || entry.mentions(platform))
                && (grep == null || grep.matcher(entry.text()).find());
    }

    private boolean isSevereEnough(String word) {
        for (LogLevel each : LogLevel.values()) {
            if (each.name().equals(word)) {
                return each.compareTo(level) <= 0;
            }
        }
        return false; // TRACE, which the gateway does not write
    }

    /** Returns whether everything is selected, lines without a time included. */
    boolean matchesAll() {
        return !hasTimes() && level == null && grep == null && platform == null;
    }
}

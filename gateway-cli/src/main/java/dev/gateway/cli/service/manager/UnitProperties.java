package dev.gateway.cli.service.manager;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The properties of a systemd unit that decide whether its gateway can pass its home on inside it.
 * A successor inside the unit has the settings with which the unit was started, so the unit and its
 * environment files must not have been changed since.
 *
 * @param values the properties by name
 */
record UnitProperties(Map<String, String> values) {

    /** The properties for {@code systemctl show}. */
    static final String NAMES =
            "Type,NotifyAccess,KillMode,ActiveState,NeedDaemonReload,FragmentPath,DropInPaths,"
                    + "EnvironmentFiles,InactiveExitTimestampMonotonic";

    /** The values without which systemd would kill a successor. */
    private static final List<Map.Entry<String, String>> SHAPE =
            List.of(
                    Map.entry("Type", "notify"),
                    Map.entry("NotifyAccess", "all"),
                    Map.entry("KillMode", "mixed"));

    private static final Pattern OPTIONS_OF_FILE = Pattern.compile(" \\(ignore_errors=(yes|no)\\)");

    UnitProperties {
        values = Map.copyOf(values);
    }

    /** Parses the output of {@code systemctl show}. */
    static UnitProperties of(String shown) {
        Map<String, String> values = new HashMap<>();
        for (String line : shown.lines().toList()) {
            int equals = line.indexOf('=');
            if (equals > 0) {
                // A unit with several environment files has a line for each.
                values.merge(
                        line.substring(0, equals),
                        line.substring(equals + 1),
                        (one, next) -> one + "\n" + next);
            }
        }
        return new UnitProperties(values);
    }

    /**
     * Returns the reason why only systemd itself can restart the unit; empty if its gateway can.
     *
     * @param reload the command that makes systemd read its units again
     * @param nanos the monotonic clock of the machine
     */
    Optional<String> handoverObstacle(String reload, Clock clock, LongSupplier nanos) {
        for (Map.Entry<String, String> each : SHAPE) {
            if (!each.getValue().equals(value(each.getKey()))) {
                return Optional.of(
                        "its unit has %s=%s instead of %s; 'gateway service install' writes it anew"
                                .formatted(each.getKey(), value(each.getKey()), each.getValue()));
            }
        }
        if (!value("ActiveState").equals("active")) {
            return Optional.of("it is " + value("ActiveState"));
        }
        if (value("NeedDaemonReload").equals("yes")) {
            return Optional.of("its unit was changed; '" + reload + "' has systemd read it");
        }
        return changedSinceStart(clock, nanos)
                .map(file -> file + " was changed after systemd started it");
    }

    private Optional<Path> changedSinceStart(Clock clock, LongSupplier nanos) {
        long started;
        try {
            started = Long.parseLong(value("InactiveExitTimestampMonotonic"));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
        Duration age = Duration.of(nanos.getAsLong() / 1_000 - started, ChronoUnit.MICROS);
        Instant start = clock.instant().minus(age);
        return files().filter(file -> isChangedAfter(file, start)).findFirst();
    }

    private Stream<Path> files() {
        Stream<String> units =
                Stream.concat(
                        Stream.of(value("FragmentPath")),
                        Arrays.stream(value("DropInPaths").split(" ")));
        Stream<String> environment =
                value("EnvironmentFiles")
                        .lines()
                        .map(line -> OPTIONS_OF_FILE.matcher(line).replaceFirst(""));
        return Stream.concat(units, environment).filter(path -> path.startsWith("/")).map(Path::of);
    }

    private static boolean isChangedAfter(Path file, Instant start) {
        try {
            return Files.getLastModifiedTime(file).toInstant().isAfter(start);
        } catch (IOException e) {
            return false; // It is gone, or not for this user to see.
        }
    }

    private String value(String name) {
        return values.getOrDefault(name, "");
    }
}

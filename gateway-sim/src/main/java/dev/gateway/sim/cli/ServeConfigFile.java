package dev.gateway.sim.cli;

import dev.gateway.core.file.AtomicFile;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A config that {@code serve} writes. Its first line names the process that serves the platforms:
 * {@code # gateway-sim serve: PID 4711, since 2026-01-01T12:00:00Z, control http://…/control}.
 */
final class ServeConfigFile {

    private static final String MARK = "# gateway-sim serve: ";
    private static final Pattern FIRST_LINE =
            Pattern.compile(MARK + "PID (\\d{1,18}), since (\\S+), control \\S+");

    /** The boot time, to which a start time refers, is known to a second only. */
    private static final Duration TOLERANCE = Duration.ofSeconds(2);

    private ServeConfigFile() {}

    /**
     * Writes the file atomically.
     *
     * @throws IOException if the file cannot be written, or is one that {@code serve} did not write
     */
    static void write(Path file, String yaml, URI control) throws IOException {
        refuseForeign(file);
        ProcessHandle self = ProcessHandle.current();
        String mark =
                MARK
                        + "PID %d, since %s, control %s%n"
                                .formatted(
                                        self.pid(),
                                        self.info().startInstant().orElse(Instant.EPOCH),
                                        control);
        AtomicFile.write(
                file.toAbsolutePath(), (mark + yaml).getBytes(StandardCharsets.UTF_8), false);
    }

    private static void refuseForeign(Path file) throws IOException {
        if (Files.exists(file) && !firstLine(file).startsWith(MARK)) {
            throw new IOException("it was not written by 'gateway-sim serve'; name another file");
        }
    }

    /**
     * Returns the process that serves according to the file, if it still runs.
     *
     * @throws IOException if the file cannot be read or was not written by {@code serve}
     */
    static Optional<ProcessHandle> server(Path file) throws IOException {
        Matcher line = FIRST_LINE.matcher(firstLine(file));
        if (!line.matches()) {
            throw new IOException("it was not written by 'gateway-sim serve'");
        }
        Instant since;
        try {
            since = Instant.parse(line.group(2));
        } catch (DateTimeParseException e) {
            throw new IOException("its first line has no time: " + line.group());
        }
        return ProcessHandle.of(Long.parseLong(line.group(1)))
                .filter(process -> startedAt(process, since));
    }

    private static boolean startedAt(ProcessHandle process, Instant since) {
        return process.info()
                .startInstant()
                .filter(start -> Duration.between(since, start).abs().compareTo(TOLERANCE) <= 0)
                .isPresent();
    }

    private static String firstLine(Path file) throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.findFirst().orElse("");
        }
    }
}

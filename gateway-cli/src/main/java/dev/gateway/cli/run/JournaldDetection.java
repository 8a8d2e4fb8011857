package dev.gateway.cli.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/**
 * The test for a standard error that journald reads, which adds the time by itself. {@code
 * JOURNAL_STREAM} names device and inode of the stream (systemd.exec(5)); its presence alone proves
 * nothing, since all processes below a service inherit it.
 */
final class JournaldDetection {

    private static final Path STANDARD_ERROR = Path.of("/proc/self/fd/2");

    private JournaldDetection() {}

    static boolean isStandardError(UnaryOperator<String> environment) {
        return matches(STANDARD_ERROR, environment.apply("JOURNAL_STREAM"));
    }

    static boolean matches(Path stream, String named) {
        if (named == null) {
            return false;
        }
        try {
            return named.equals(
                    Files.getAttribute(stream, "unix:dev")
                            + ":"
                            + Files.getAttribute(stream, "unix:ino"));
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            return false;
        }
    }
}

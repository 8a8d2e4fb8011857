package dev.gateway.sim.reported;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The paths of a home, the same as the gateway's. */
final class ReportedHome {

    @Option(
            names = "--home",
            paramLabel = "DIR",
            description = "The home, with its config.yaml. Default: $GATEWAY_HOME, else .gateway.")
    private Path home;

    Path home() {
        Path folder = home != null ? home : fromEnvironment("GATEWAY_HOME", Path.of(".gateway"));
        try {
            return Files.createDirectories(folder.toAbsolutePath());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path config() {
        return home().resolve("config.yaml");
    }

    Path pidFile() {
        return home().resolve("gateway.pid");
    }

    /**
     * Returns the folder of $GATEWAY_TOKEN_LOCK_DIR; without it one beside the home, never the
     * user's real one.
     */
    Path tokens() {
        return fromEnvironment("GATEWAY_TOKEN_LOCK_DIR", home().resolveSibling("token-locks"));
    }

    private static Path fromEnvironment(String name, Path otherwise) {
        String value = System.getenv(name);
        return value == null || value.isBlank() ? otherwise : Path.of(value);
    }
}

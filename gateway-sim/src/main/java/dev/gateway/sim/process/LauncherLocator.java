package dev.gateway.sim.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finder of the packaged commands. */
public final class LauncherLocator {

    private static final String GATEWAY = "bin/gateway";

    private LauncherLocator() {}

    /**
     * Returns the {@code gateway} launcher: the system property {@code gateway.launcher}, else the
     * variable {@code GATEWAY_BIN}, else beside this simulator's own distribution (unpacked side by
     * side, or as the build leaves them), else on the PATH.
     *
     * @throws ExpectationFailedException if it is in none of these places
     */
    public static Path gateway() {
        List<Path> candidates = candidates();
        return candidates.stream()
                .filter(Files::isExecutable)
                .findFirst()
                .map(path -> path.toAbsolutePath().normalize())
                .orElseThrow(
                        () ->
                                new ExpectationFailedException(
                                        "No gateway command at "
                                                + candidates
                                                + " or on the PATH. Build it with 'mvn -DskipTests"
                                                + " package', or set GATEWAY_BIN to it."));
    }

    /**
     * Returns the launcher at this path.
     *
     * @throws ExpectationFailedException if it is not a command
     */
    public static Path gateway(Path file) {
        if (!Files.isRegularFile(file) || !Files.isExecutable(file)) {
            throw new ExpectationFailedException("--gateway: " + file + " is no command");
        }
        return file.toAbsolutePath().normalize();
    }

    /**
     * Returns the {@code gateway-sim} launcher, from the system property {@code
     * gateway-sim.launcher}.
     */
    public static Path simulator() {
        return fromProperty("gateway-sim");
    }

    /**
     * Returns the launcher of the race tests' control, from the system property {@code
     * reported-gateway.launcher}.
     */
    public static Path reported() {
        return fromProperty("reported-gateway");
    }

    private static Path fromProperty(String command) {
        String property = command + ".launcher";
        return named(System.getProperty(property))
                .filter(Files::isExecutable)
                .map(path -> path.toAbsolutePath().normalize())
                .orElseThrow(
                        () ->
                                new ExpectationFailedException(
                                        "No %s command: the system property %s has to name it."
                                                .formatted(command, property)));
    }

    private static List<Path> candidates() {
        Optional<Path> property = named(System.getProperty("gateway.launcher"));
        Optional<Path> variable = named(System.getenv("GATEWAY_BIN"));
        if (property.or(() -> variable).isPresent()) {
            return List.of(property.or(() -> variable).get());
        }
        var found = new ArrayList<Path>();
        named(System.getProperty("gateway-sim.app"))
                .ifPresent(
                        app -> {
                            found.add(app.resolveSibling("gateway").resolve(GATEWAY));
                            found.add(
                                    app.resolveSibling(
                                                    app.getFileName()
                                                            .toString()
                                                            .replace("gateway-sim", "gateway"))
                                            .resolve(GATEWAY));
                            found.add(
                                    app.resolve("../../../gateway-cli/target/gateway")
                                            .resolve(GATEWAY));
                        });
        PathLookup.find("gateway").ifPresent(found::add);
        return found;
    }

    private static Optional<Path> named(String path) {
        return Optional.ofNullable(path).filter(text -> !text.isBlank()).map(Path::of);
    }
}

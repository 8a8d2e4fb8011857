package dev.gateway.cli.service.manager;

import dev.gateway.core.shutdown.ShutdownBudget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The generator of the unit template {@code gateway@USER} of a package: the unit of 'gateway
 * service install --system' for the default home of any user. Run by the build.
 */
public final class UnitTemplateGenerator {

    private static final String NAME = "gateway@";
    private static final String HEADER =
            "# gateway@USER runs the gateway of a user, in .gateway of his home. Changes of your own:"
                    + " systemctl edit gateway@USER";

    /** A version before 254, so that no systemd warns of unknown keys. */
    private static final int MIN_SYSTEMD = 247;

    /** The stop budget of a home with the default config. */
    private static final ShutdownBudget DEFAULT_BUDGET =
            ShutdownBudget.of(Duration.ofSeconds(30), Duration.ofSeconds(20));

    private static final Duration DEFAULT_TOKEN_WAIT = Duration.ofSeconds(60);

    private UnitTemplateGenerator() {}

    /** Writes the template; the arguments are the folder and the path of the launcher. */
    public static void main(String[] args) throws IOException {
        Path folder = Files.createDirectories(Path.of(args[0]));
        Files.writeString(folder.resolve(NAME + ".service"), text(Path.of(args[1])));
    }

    static String text(Path launcher) {
        Path home = Path.of("/home/USER/.gateway");
        var spec =
                new ServiceSpec(
                        NAME,
                        ServiceScope.SYSTEM,
                        launcher,
                        Path.of("/"),
                        home,
                        Optional.empty(),
                        Map.of(),
                        EnvironmentFile.in(home),
                        List.of(home),
                        Optional.of("USER"),
                        DEFAULT_BUDGET,
                        DEFAULT_TOKEN_WAIT);
        return new SystemdUnit(spec, MIN_SYSTEMD)
                .text()
                .lines()
                .flatMap(line -> ofAnyUser(line, launcher).stream())
                .collect(Collectors.joining("\n", "", "\n"));
    }

    /**
     * Returns the line for any user. systemd does not know the home of %i, so lines that name the
     * home are left out: the gateway finds it in the user database, and file permissions protect
     * it.
     */
    private static Optional<String> ofAnyUser(String line, Path launcher) {
        String key = line.contains("=") ? line.substring(0, line.indexOf('=')) : line;
        return switch (key) {
            case "Description" -> Optional.of("Description=Messaging gateway of %i");
            case "User" -> Optional.of("User=%i");
            case "Environment", "ReadWritePaths", "ProtectHome" -> Optional.empty();
            case "EnvironmentFile" -> Optional.of("EnvironmentFile=-/etc/default/gateway-%i");
            case "ExecStart" -> Optional.of("ExecStart=" + launcher + " run");
            case "ExecReload" -> Optional.of("ExecReload=" + launcher + " reload");
            case "ProtectSystem" -> Optional.of("ProtectSystem=full");
            default -> Optional.of(line.startsWith(SystemdUnit.MARK) ? HEADER : line);
        };
    }
}

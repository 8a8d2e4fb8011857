package dev.gateway.sim.cli;

import dev.gateway.core.adapter.AdapterFolders;
import dev.gateway.core.yaml.ConfigProblem;
import dev.gateway.sim.chat.FakePlatformFactory;
import dev.gateway.sim.chat.FakePlatformRegistry;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The option for fakes and adapters outside the simulator. */
public final class AdaptersOption {

    /** The exit code if a jar cannot be used. */
    public static final int UNUSABLE = 78;

    private static final String INSTALLATION = "gateway-sim.app";

    @Option(
            names = "--adapters",
            paramLabel = "DIR",
            description =
                    "A folder with jars of fake platforms and adapters of your own, which the"
                            + " gateways get as well. Default: adapters in $GATEWAY_HOME (or"
                            + " ~/.gateway), and the one beside bin.")
    private List<Path> folders = List.of();

    /**
     * Finds the fakes.
     *
     * @param err receives a line for each jar that cannot be used
     * @return empty if there is such a jar
     */
    public Optional<FakePlatformRegistry> find(PrintWriter err) {
        FakePlatformRegistry fakes =
                FakePlatformRegistry.find(
                        folders.isEmpty()
                                ? AdapterFolders.of(home(), System.getProperty(INSTALLATION))
                                : AdapterFolders.named(folders));
        for (ConfigProblem problem : fakes.problems()) {
            err.println(problem.oneLine());
        }
        return fakes.problems().isEmpty() ? Optional.of(fakes) : Optional.empty();
    }

    /**
     * Returns the factories for the platforms of these types, each once and in their order.
     *
     * @throws ParameterException if there is no such platform
     */
    public static List<FakePlatformFactory> named(
            List<String> types, FakePlatformRegistry fakes, CommandSpec command) {
        try {
            return types.stream()
                    .map(type -> type.strip().toLowerCase(Locale.ROOT))
                    .distinct()
                    .map(fakes::of)
                    .toList();
        } catch (IllegalArgumentException unknown) {
            throw new ParameterException(
                    command.commandLine(), "--platform: " + unknown.getMessage(), unknown);
        }
    }

    private static Path home() {
        String home = System.getenv("GATEWAY_HOME");
        return home == null || home.isBlank()
                ? Path.of(System.getProperty("user.home"), ".gateway")
                : Path.of(home);
    }
}

package dev.gateway.sim.play;

import dev.gateway.sim.chat.Fakes;
import dev.gateway.sim.process.ExpectationFailed;
import dev.gateway.sim.process.GatewayCommand;
import dev.gateway.sim.process.Launchers;
import dev.gateway.sim.process.ProcessScope;
import dev.gateway.sim.scenario.HomeSpec;
import dev.gateway.sim.scenario.Scenario;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where the programs of scenarios are, and the platforms that they talk to. */
public final class Programs {

    private static final Duration FIRST_CALL = Duration.ofMinutes(2);
    private static final String REPORTED = "reported-gateway";

    private final Optional<Path> gateway;
    private final Fakes fakes;

    /** With the gateway that was named, else the one that is found, and the simulator's fakes. */
    public Programs(Optional<Path> gateway) {
        this(gateway, Fakes.find());
    }

    /** The same with these fakes. */
    public Programs(Optional<Path> gateway, Fakes fakes) {
        this.gateway = gateway;
        this.fakes = fakes;
    }

    Fakes fakes() {
        return fakes;
    }

    /**
     * The launcher of a program: {@code gateway}, {@code reported-gateway} beside this simulator,
     * or a path.
     *
     * @throws ExpectationFailed if it is nowhere
     */
    public Path find(String program) {
        if (program.equals(HomeSpec.GATEWAY)) {
            return gateway.map(Launchers::gateway).orElseGet(Launchers::gateway);
        }
        return program.equals(REPORTED) ? reported() : Launchers.gateway(Path.of(program));
    }

    /**
     * Calls each program once: the very first call of a launcher makes its class archive, for which
     * no scenario should have to wait.
     *
     * @throws ExpectationFailed if one is nowhere, or does not work
     */
    public void warmUp(List<Scenario> scenarios) throws InterruptedException {
        Set<String> programs =
                scenarios.stream()
                        .filter(scenario -> scenario.needs().isEmpty())
                        .flatMap(scenario -> scenario.homes().values().stream())
                        .map(HomeSpec::program)
                        .collect(Collectors.toSet());
        try (ProcessScope scope = ProcessScope.open()) {
            for (String program : programs) {
                GatewayCommand.of(scope, find(program)).run(FIRST_CALL, "--version");
            }
        }
    }

    private static Path reported() {
        return Stream.of(
                        Optional.ofNullable(System.getProperty(REPORTED + ".launcher"))
                                .map(Path::of),
                        Optional.ofNullable(System.getProperty("gateway-sim.app"))
                                .map(app -> Path.of(app, "bin", REPORTED)))
                .flatMap(Optional::stream)
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(
                        () ->
                                new ExpectationFailed(
                                        "No reported-gateway beside this simulator. Build it with"
                                                + " 'mvn -DskipTests package'."));
    }
}

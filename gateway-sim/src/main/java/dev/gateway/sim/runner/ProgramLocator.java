package dev.gateway.sim.runner;

import dev.gateway.sim.chat.FakePlatformRegistry;
import dev.gateway.sim.process.ExpectationFailedException;
import dev.gateway.sim.process.GatewayCommandLine;
import dev.gateway.sim.process.LauncherLocator;
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

/** Finder of the programs and fake platforms of scenarios. */
public final class ProgramLocator {

    private static final Duration FIRST_CALL = Duration.ofMinutes(2);
    private static final String REPORTED = "reported-gateway";

    private final Optional<Path> gateway;
    private final FakePlatformRegistry fakes;

    /**
     * Creates a locator with the given gateway, else the one that is found, and the simulator's
     * fakes.
     */
    public ProgramLocator(Optional<Path> gateway) {
        this(gateway, FakePlatformRegistry.find());
    }

    /** Creates a locator with these fakes. */
    public ProgramLocator(Optional<Path> gateway, FakePlatformRegistry fakes) {
        this.gateway = gateway;
        this.fakes = fakes;
    }

    FakePlatformRegistry fakes() {
        return fakes;
    }

    /**
     * Returns the launcher of a program: {@code gateway}, {@code reported-gateway} beside this
     * simulator, or a path.
     *
     * @throws ExpectationFailedException if there is no such program
     */
    public Path find(String program) {
        if (program.equals(HomeSpec.GATEWAY)) {
            return gateway.map(LauncherLocator::gateway).orElseGet(LauncherLocator::gateway);
        }
        return program.equals(REPORTED) ? reported() : LauncherLocator.gateway(Path.of(program));
    }

    /**
     * Calls each program once: the very first call of a launcher creates its class archive, which
     * must not count as time of a scenario.
     *
     * @throws ExpectationFailedException if a program is missing or does not work
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
                GatewayCommandLine.of(scope, find(program)).run(FIRST_CALL, "--version");
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
                                new ExpectationFailedException(
                                        "No reported-gateway beside this simulator. Build it with"
                                                + " 'mvn -DskipTests package'."));
    }
}

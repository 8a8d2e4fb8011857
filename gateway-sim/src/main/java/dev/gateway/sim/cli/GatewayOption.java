package dev.gateway.sim.cli;

import dev.gateway.sim.process.ExpectationFailedException;
import dev.gateway.sim.process.LauncherLocator;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which gateway a command of the simulator starts. */
public final class GatewayOption {

    /** The exit code where there is none. */
    public static final int NO_GATEWAY = 78;

    @Option(
            names = "--gateway",
            paramLabel = "FILE",
            description =
                    "The gateway command. Default: $GATEWAY_BIN, else the one beside this"
                            + " simulator, else the one on the PATH.")
    private Path gateway;

    /** What was asked for; empty for the default. */
    Optional<Path> asked() {
        return Optional.ofNullable(gateway);
    }

    /**
     * The launcher to start.
     *
     * @throws ExpectationFailedException if there is none; the message says where it was looked for
     */
    public Path launcher() {
        return gateway == null ? LauncherLocator.gateway() : LauncherLocator.gateway(gateway);
    }
}

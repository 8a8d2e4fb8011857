package dev.gateway.sim.cli;

import dev.gateway.sim.process.ExpectationFailedException;
import dev.gateway.sim.process.LauncherLocator;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The option for the gateway that a command of the simulator starts. */
public final class GatewayOption {

    /** The exit code if there is no gateway. */
    public static final int NO_GATEWAY = 78;

    @Option(
            names = "--gateway",
            paramLabel = "FILE",
            description =
                    "The gateway command. Default: $GATEWAY_BIN, else the one beside this"
                            + " simulator, else the one on the PATH.")
    private Path gateway;

    /** Returns the given launcher; empty for the default. */
    Optional<Path> asked() {
        return Optional.ofNullable(gateway);
    }

    /**
     * Returns the launcher to start.
     *
     * @throws ExpectationFailedException if there is none; the message lists the places that were
     *     searched
     */
    public Path launcher() {
        return gateway == null ? LauncherLocator.gateway() : LauncherLocator.gateway(gateway);
    }
}

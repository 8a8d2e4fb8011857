package dev.gateway.cli;

import dev.gateway.core.instance.GatewayHome;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** What every command understands: which home, which config, how many words. */
public final class GlobalOptions {

    @Option(
            names = "--home",
            paramLabel = "DIR",
            description = "Home of the gateway (default: $GATEWAY_HOME, else ~/.gateway).")
    private Path home;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Config file (default: config.yaml in the home).")
    private Path config;

    @Option(
            names = {"-v", "--verbose"},
            description = "Say more.")
    private boolean verbose;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and exit.")
    private boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show the version and exit.")
    private boolean version;

    /** The home: the option, else the environment, else {@code .gateway} in the user's home. */
    public GatewayHome home() {
        if (home != null) {
            return new GatewayHome(home);
        }
        String environment = System.getenv("GATEWAY_HOME");
        if (environment != null && !environment.isBlank()) {
            return new GatewayHome(Path.of(environment));
        }
        return new GatewayHome(Path.of(System.getProperty("user.home"), ".gateway"));
    }

    /** The config file: the option, else {@code config.yaml} in the home. */
    public Path configFile() {
        return config != null ? config.toAbsolutePath() : home().config();
    }

    /** Whether {@code --config} was given. */
    public boolean hasOwnConfig() {
        return config != null;
    }

    /** Whether to say more. */
    public boolean verbose() {
        return verbose;
    }
}

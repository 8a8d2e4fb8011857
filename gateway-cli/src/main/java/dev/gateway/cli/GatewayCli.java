package dev.gateway.cli;

import dev.gateway.cli.config.ConfigCommand;
import dev.gateway.core.GatewayVersion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** The {@code gateway} command. */
@Command(
        name = "gateway",
        description = "One gateway per home, one poller per bot token.",
        mixinStandardHelpOptions = true,
        versionProvider = GatewayCli.Version.class,
        subcommands = ConfigCommand.class)
public final class GatewayCli implements Runnable {

    /** Ends the JVM with the exit code of the command. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new GatewayCli()).execute(args));
    }

    @Override
    public void run() {
        CommandLine.usage(this, System.out);
    }

    /** The version of the build. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"gateway " + GatewayVersion.current()};
        }
    }
}

package dev.gateway.sim;

import dev.gateway.core.GatewayVersion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** The {@code gateway-sim} command. */
@Command(
        name = "gateway-sim",
        description = "Fake platforms and scenarios for the gateway.",
        mixinStandardHelpOptions = true,
        versionProvider = SimCli.Version.class)
public final class SimCli implements Runnable {

    /** Ends the JVM with the exit code of the command. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new SimCli()).execute(args));
    }

    @Override
    public void run() {
        CommandLine.usage(this, System.out);
    }

    /** The version of the build. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"gateway-sim " + GatewayVersion.current()};
        }
    }
}

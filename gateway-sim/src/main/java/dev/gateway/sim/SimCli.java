package dev.gateway.sim;

import dev.gateway.core.GatewayVersion;
import dev.gateway.core.terminal.HelpRenderer;
import dev.gateway.core.terminal.TerminalSize;
import dev.gateway.core.yaml.SpellingSuggestion;
import dev.gateway.sim.bench.BenchCommand;
import dev.gateway.sim.cli.ListCommand;
import dev.gateway.sim.cli.RunCommand;
import dev.gateway.sim.cli.ServeCommand;
import dev.gateway.sim.cli.TryCommand;
import dev.gateway.sim.demo.DemoCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The {@code gateway-sim} command. */
@Command(
        name = "gateway-sim",
        description = "Fake platforms and scenarios for the gateway.",
        mixinStandardHelpOptions = true,
        versionProvider = SimCli.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            DemoCommand.class,
            TryCommand.class,
            RunCommand.class,
            ListCommand.class,
            ServeCommand.class,
            BenchCommand.class,
            CommandLine.HelpCommand.class
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  gateway-sim try                   chat with a gateway, no account needed",
            "  gateway-sim serve                 all fake platforms on free ports",
            "  gateway-sim serve --port-base 18080 --platform telegram",
            "  gateway-sim demo --fast           a gateway's life, with people who chat",
            "  gateway-sim list                  the reported races as scenarios",
            "  gateway-sim run r4-stale-pid-file --report r4.html",
            "  gateway-sim bench                 how fast and how small the gateway is",
            "",
            "'gateway-sim COMMAND --help' tells more."
        })
public final class SimCli implements Runnable {

    @Spec private CommandSpec spec;

    private static final int USAGE = 64;
    private static final int INTERNAL = 70;
    private static final int DEFAULT_COLUMNS = 80;
    private static final String LOG_CONFIG = "logback.configurationFile";

    /**
     * Ends the JVM with the exit code of the command, also when a signal made the command end. It
     * halts: by then everything is closed.
     */
    public static void main(String[] args) {
        // Under a name of its own: this jar may lie beside the gateway's, which has its own log.
        if (System.getProperty(LOG_CONFIG) == null) {
            System.setProperty(LOG_CONFIG, "gateway-sim-logback.xml");
        }
        int code = commandLine().execute(args);
        System.out.flush();
        System.err.flush();
        Runtime.getRuntime().halt(code);
    }

    /** Returns the command line; errors are one line on stderr and an exit code. */
    public static CommandLine commandLine() {
        CommandLine line = new CommandLine(new SimCli());
        line.getSubcommands()
                .get("help")
                .getCommandSpec()
                .usageMessage()
                .description("Shows the help of gateway-sim, or of one of its commands.");
        line.setParameterExceptionHandler(SimCli::printUsageError);
        new HelpRenderer((command, option) -> false).applyTo(line);
        line.setExecutionStrategy(
                parsed -> {
                    line.setUsageHelpWidth(HelpRenderer.width(terminalColumns()));
                    return new CommandLine.RunLast().execute(parsed);
                });
        line.setExecutionExceptionHandler(
                (failure, failed, result) -> {
                    failed.getErr()
                            .printf(
                                    "gateway-sim %s failed: %s%n",
                                    failed.getCommandName(), failure.getMessage());
                    return INTERNAL;
                });
        return line;
    }

    private static int terminalColumns() {
        String columns = System.getenv("COLUMNS");
        int set = columns != null && columns.matches("[0-9]{1,4}") ? Integer.parseInt(columns) : 0;
        return TerminalSize.ofOutput(set > 0 ? set : DEFAULT_COLUMNS).columns();
    }

    private static int printUsageError(ParameterException wrong, String... args) {
        CommandLine line = wrong.getCommandLine();
        line.getErr().println(wrong.getMessage() + nearest(wrong));
        line.getErr().println("See '" + line.getCommandSpec().qualifiedName() + " --help'.");
        return USAGE;
    }

    private static String nearest(ParameterException wrong) {
        if (!(wrong instanceof UnmatchedArgumentException unmatched)) {
            return "";
        }
        CommandSpec command = wrong.getCommandLine().getCommandSpec();
        String given = unmatched.getUnmatched().get(0).split("=", 2)[0];
        return SpellingSuggestion.among(
                        given,
                        given.startsWith("-")
                                ? command.optionsMap().keySet()
                                : command.subcommands().keySet())
                .map(name -> ". Did you mean '" + name + "'?")
                .orElse("");
    }

    @Override
    public void run() {
        spec.commandLine().usage(System.out);
    }

    /** The version of the build. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"gateway-sim " + GatewayVersion.current()};
        }
    }
}
